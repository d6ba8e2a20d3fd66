package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An execution as an item. The indexes and their attributes are declared in {@code template.yaml}. */
final class ExecutionItem {
    static final String BY_WORKFLOW = "by-workflow";
    static final String BY_WAKE = "by-wake";

    static final String WORKFLOW_KEY = "workflow_key";
    static final String EXECUTION_ID = "execution_id";
    static final String WAKE_SHARD = "wake_shard";
    static final String WAKE_AT = "wake_at";
    static final String STATUS = "status";
    static final String REVISION = "revision";

    static final int SHARDS = 16;

    private static final String WORKSPACE_KEY = "workspace_key";
    private static final String CREATED_AT = "created_at";
    private static final String COMPLETED_AT = "completed_at";
    private static final String EXPIRES_AT = "expires_at";
    private static final String VERSION = "version";
    private static final String INPUT = "input";
    private static final String CORRELATION_ID = "correlation_id";
    private static final String PRIORITY = "priority";
    private static final String FAILED_STAGE = "failed_stage";
    private static final String FAILURE = "failure";
    private static final String FAILURE_MESSAGE = "failure_message";
    private static final String CANCELED_BY = "canceled_by";
    private static final String CANCEL_REASON = "cancel_reason";
    private static final String PAUSED_AT = "paused_at";
    private static final String PAUSED_BY = "paused_by";
    private static final String PAUSE_REASON = "pause_reason";

    /** What an execution may have in one state that it must not have in the next. */
    static final Set<String> OF_STATE = Set.of(WAKE_SHARD, WAKE_AT, PAUSED_AT, PAUSED_BY, PAUSE_REASON);

    /** No wake is later: numbers of milliseconds do not reach as far as {@link Instant#MAX}. */
    private static final Instant LAST_WAKE = Instant.parse("9999-12-31T23:59:59.999Z");

    private ExecutionItem() {}

    /** A live execution. */
    static Map<String, AttributeValue> write(Execution execution, Instant wakeAt) {
        if (!execution.isLive()) {
            throw new IllegalArgumentException("an execution begins live: " + execution.id());
        }
        WorkflowRef workflow = execution.workflow();
        Map<String, AttributeValue> item = new HashMap<>(Keys.execution(execution.id()));
        item.put(WORKFLOW_KEY, Attributes.of(Keys.workflowKey(workflow.workspace(), workflow.workflow())));
        item.put(WORKSPACE_KEY, Attributes.of(workflow.workspace().name()));
        item.put(EXECUTION_ID, Attributes.of(execution.id().value()));
        item.put(WAKE_SHARD, Attributes.of(shard(shardOf(execution.id()))));
        item.put(WAKE_AT, wakeAt(wakeAt));
        item.put(STATUS, status(ExecutionState.Name.LIVE));
        item.put(CREATED_AT, Attributes.of(execution.createdAt()));
        item.put(VERSION, Attributes.of(workflow.version()));
        item.put(REVISION, Attributes.of(execution.revision()));
        item.put(INPUT, Attributes.of(Json.write(execution.input())));
        execution.tags().correlationId().ifPresent(id -> item.put(CORRELATION_ID, Attributes.of(id)));
        execution.tags().priority().ifPresent(priority -> item.put(PRIORITY, Attributes.of(priority)));
        return item;
    }

    /** What a state sets in the item; of {@link #OF_STATE}, what is not in here is to be taken away. */
    static Map<String, AttributeValue> state(
            ExecutionId id, ExecutionState state, Optional<Instant> wakeAt, Duration retention) {
        Map<String, AttributeValue> set = new HashMap<>();
        set.put(STATUS, status(state.name()));
        wakeAt.ifPresent(at -> {
            set.put(WAKE_SHARD, Attributes.of(shard(shardOf(id))));
            set.put(WAKE_AT, wakeAt(at));
        });
        if (state instanceof ExecutionState.Ended ended) {
            set.put(COMPLETED_AT, Attributes.of(ended.at()));
            set.put(EXPIRES_AT, Attributes.of(ended.at().plus(retention).getEpochSecond()));
        }
        switch (state) {
            case ExecutionState.Live live -> {}
            case ExecutionState.Completed completed -> {}
            case ExecutionState.Paused paused -> {
                set.put(PAUSED_AT, Attributes.of(paused.at()));
                set.put(PAUSED_BY, Attributes.of(paused.by()));
                paused.reason().ifPresent(reason -> set.put(PAUSE_REASON, Attributes.of(reason)));
            }
            case ExecutionState.Failed failed -> {
                set.put(FAILED_STAGE, Attributes.of(failed.stage()));
                set.put(FAILURE, Attributes.of(failed.failure().name()));
                set.put(FAILURE_MESSAGE, Attributes.of(failed.failure().message()));
            }
            case ExecutionState.Canceled canceled -> {
                set.put(CANCELED_BY, Attributes.of(canceled.by()));
                canceled.reason().ifPresent(reason -> set.put(CANCEL_REASON, Attributes.of(reason)));
            }
        }
        return set;
    }

    static Execution read(Map<String, AttributeValue> item) {
        String workspace = Attributes.text(item, WORKSPACE_KEY);
        String workflow = Attributes.text(item, WORKFLOW_KEY).substring(workspace.length() + 1);
        return new Execution(
                Keys.executionOf(item),
                new WorkflowRef(
                        new Workspace(workspace),
                        new WorkflowId(workflow),
                        Math.toIntExact(Attributes.number(item, VERSION))),
                Json.read(Attributes.text(item, INPUT)),
                new Tags(
                        Attributes.optionalText(item, CORRELATION_ID),
                        Attributes.optionalNumber(item, PRIORITY).map(Math::toIntExact)),
                Attributes.time(item, CREATED_AT),
                state(item),
                Attributes.number(item, REVISION));
    }

    private static ExecutionState state(Map<String, AttributeValue> item) {
        return switch (name(item)) {
            case LIVE -> new ExecutionState.Live();
            case PAUSED ->
                new ExecutionState.Paused(
                        Attributes.time(item, PAUSED_AT),
                        Attributes.text(item, PAUSED_BY),
                        Attributes.optionalText(item, PAUSE_REASON));
            case COMPLETED -> new ExecutionState.Completed(Attributes.time(item, COMPLETED_AT));
            case FAILED ->
                new ExecutionState.Failed(
                        Attributes.time(item, COMPLETED_AT),
                        Attributes.text(item, FAILED_STAGE),
                        new Failure(Attributes.text(item, FAILURE), Attributes.text(item, FAILURE_MESSAGE)));
            case CANCELED ->
                new ExecutionState.Canceled(
                        Attributes.time(item, COMPLETED_AT),
                        Attributes.text(item, CANCELED_BY),
                        Attributes.optionalText(item, CANCEL_REASON));
        };
    }

    /** From what the index by workflow holds. */
    static ExecutionSummary readSummary(Map<String, AttributeValue> item) {
        return new ExecutionSummary(
                Keys.executionOf(item),
                name(item),
                Attributes.time(item, CREATED_AT),
                Attributes.optionalTime(item, COMPLETED_AT));
    }

    private static ExecutionState.Name name(Map<String, AttributeValue> item) {
        return ExecutionState.Name.valueOf(Attributes.text(item, STATUS));
    }

    static AttributeValue status(ExecutionState.Name name) {
        return Attributes.of(name.name());
    }

    static int shardOf(ExecutionId id) {
        return Math.floorMod(id.value().hashCode(), SHARDS);
    }

    static String shard(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    /** A wake in whole milliseconds, rounded up: none may be early. */
    static AttributeValue wakeAt(Instant at) {
        Instant within = at.isAfter(LAST_WAKE) ? LAST_WAKE : at;
        Instant floor = within.truncatedTo(ChronoUnit.MILLIS);
        return Attributes.of(floor.toEpochMilli() + (floor.equals(within) ? 0 : 1));
    }

    /** The last wake that is due by a time. */
    static AttributeValue wakeBy(Instant by) {
        return Attributes.of((by.isAfter(LAST_WAKE) ? LAST_WAKE : by).toEpochMilli());
    }
}
