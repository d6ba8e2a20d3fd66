package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where an execution is, as attributes of its item. */
final class ExecutionStateItem {
    static final String STATUS = "status";

    private static final String COMPLETED_AT = "completed_at";
    private static final String EXPIRES_AT = "expires_at";
    private static final String COMPLETED_BY = "completed_by";
    private static final String FAILED_STAGE = "failed_stage";
    private static final String FAILURE = "failure";
    private static final String FAILURE_MESSAGE = "failure_message";
    /** The execution that was started on the failure. */
    private static final String FAILURE_STARTED = "failure_started";

    private static final String CANCELED_BY = "canceled_by";
    private static final String CANCEL_REASON = "cancel_reason";
    private static final String PAUSED_AT = "paused_at";
    private static final String PAUSED_BY = "paused_by";
    private static final String PAUSE_REASON = "pause_reason";
    private static final String UNDOING_SINCE = "undoing_since";
    /** How and when one ended that is undone before its end counts. */
    private static final String COMING_STATUS = "coming_status";

    private static final String COMING_AT = "coming_at";

    /** All of them, but for the status, which every state has. */
    static final Set<String> ATTRIBUTES = Set.of(
            COMPLETED_AT,
            EXPIRES_AT,
            COMPLETED_BY,
            FAILED_STAGE,
            FAILURE,
            FAILURE_MESSAGE,
            FAILURE_STARTED,
            CANCELED_BY,
            CANCEL_REASON,
            PAUSED_AT,
            PAUSED_BY,
            PAUSE_REASON,
            UNDOING_SINCE,
            COMING_STATUS,
            COMING_AT);

    private ExecutionStateItem() {}

    /**
     * @param retention for how long an execution that has ended is kept
     */
    static Map<String, AttributeValue> write(ExecutionState state, Duration retention) {
        Map<String, AttributeValue> set = new HashMap<>();
        set.put(STATUS, status(state.name()));
        switch (state) {
            case ExecutionState.Live live -> {}
            case ExecutionState.Paused paused -> {
                set.put(PAUSED_AT, Attributes.of(paused.at()));
                set.put(PAUSED_BY, Attributes.of(paused.by()));
                paused.reason().ifPresent(reason -> set.put(PAUSE_REASON, Attributes.of(reason)));
            }
            case ExecutionState.Compensating compensating -> {
                set.put(UNDOING_SINCE, Attributes.of(compensating.at()));
                set.put(COMING_STATUS, status(compensating.end().name()));
                set.put(COMING_AT, Attributes.of(compensating.end().at()));
                putEnd(set, compensating.end());
            }
            case ExecutionState.Ended ended -> {
                set.put(COMPLETED_AT, Attributes.of(ended.at()));
                set.put(EXPIRES_AT, Attributes.of(ended.at().plus(retention).getEpochSecond()));
                putEnd(set, ended);
            }
        }
        return set;
    }

    private static void putEnd(Map<String, AttributeValue> set, ExecutionState.Ended end) {
        switch (end) {
            case ExecutionState.Completed completed ->
                completed.by().ifPresent(run -> set.put(COMPLETED_BY, Attributes.of(Keys.text(run))));
            case ExecutionState.Failed failed -> {
                set.put(FAILED_STAGE, Attributes.of(failed.stage()));
                set.put(FAILURE, Attributes.of(failed.failure().name()));
                set.put(FAILURE_MESSAGE, Attributes.of(failed.failure().message()));
                putStarted(set, failed.started());
            }
            case ExecutionState.TimedOut timedOut -> putStarted(set, timedOut.started());
            case ExecutionState.Canceled canceled -> {
                set.put(CANCELED_BY, Attributes.of(canceled.by()));
                canceled.reason().ifPresent(reason -> set.put(CANCEL_REASON, Attributes.of(reason)));
            }
        }
    }

    private static void putStarted(Map<String, AttributeValue> set, Optional<ExecutionId> started) {
        started.ifPresent(id -> set.put(FAILURE_STARTED, Attributes.of(id.value())));
    }

    static ExecutionState read(Map<String, AttributeValue> item) {
        ExecutionState.Name name = name(item);
        return switch (name) {
            case LIVE -> new ExecutionState.Live();
            case PAUSED ->
                new ExecutionState.Paused(
                        Attributes.time(item, PAUSED_AT),
                        Attributes.text(item, PAUSED_BY),
                        Attributes.optionalText(item, PAUSE_REASON));
            case COMPENSATING ->
                new ExecutionState.Compensating(
                        Attributes.time(item, UNDOING_SINCE),
                        end(
                                ExecutionState.Name.valueOf(Attributes.text(item, COMING_STATUS)),
                                Attributes.time(item, COMING_AT),
                                item));
            case COMPLETED, FAILED, TIMED_OUT, CANCELED -> end(name, Attributes.time(item, COMPLETED_AT), item);
        };
    }

    private static ExecutionState.Ended end(ExecutionState.Name name, Instant at, Map<String, AttributeValue> item) {
        return switch (name) {
            case COMPLETED ->
                new ExecutionState.Completed(
                        at, Attributes.optionalText(item, COMPLETED_BY).map(Keys::stageRunOf));
            case FAILED ->
                new ExecutionState.Failed(
                        at,
                        Attributes.text(item, FAILED_STAGE),
                        new Failure(Attributes.text(item, FAILURE), Attributes.text(item, FAILURE_MESSAGE)),
                        started(item));
            case TIMED_OUT -> new ExecutionState.TimedOut(at, started(item));
            case CANCELED ->
                new ExecutionState.Canceled(
                        at, Attributes.text(item, CANCELED_BY), Attributes.optionalText(item, CANCEL_REASON));
            case LIVE, PAUSED, COMPENSATING -> throw new IllegalStateException(name + " is no end");
        };
    }

    private static Optional<ExecutionId> started(Map<String, AttributeValue> item) {
        return Attributes.optionalText(item, FAILURE_STARTED).map(ExecutionId::new);
    }

    static ExecutionState.Name name(Map<String, AttributeValue> item) {
        return ExecutionState.Name.valueOf(Attributes.text(item, STATUS));
    }

    static Optional<Instant> endedAt(Map<String, AttributeValue> item) {
        return Attributes.optionalTime(item, COMPLETED_AT);
    }

    static AttributeValue status(ExecutionState.Name name) {
        return Attributes.of(name.name());
    }
}
