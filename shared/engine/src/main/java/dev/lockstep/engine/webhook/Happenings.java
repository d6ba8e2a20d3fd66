package dev.lockstep.engine.webhook;

import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.progress.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Tells what a write means to those who are told of executions. Most mean nothing: an attempt, an arrival, a wake that was moved. */
final class Happenings {
    private final Predicate<StageRunKey> isOneOfMany;
    private final BooleanSupplier undoes;

    /**
     * @param isOneOfMany whether a run is for one element of a list: of these, nobody is told one by one
     * @param undoes whether anything is undone when the execution fails, and not only started
     */
    Happenings(Predicate<StageRunKey> isOneOfMany, BooleanSupplier undoes) {
        this.isOneOfMany = isOneOfMany;
        this.undoes = undoes;
    }

    /**
     * @param sequence the execution's revision after it
     */
    Optional<WebhookEvent> of(Change change, long sequence) {
        return switch (change) {
            case Change.OfExecution execution -> of(execution, sequence);
            case Change.OfStage stage -> of(stage, sequence);
        };
    }

    private Optional<WebhookEvent> of(Change.OfExecution change, long sequence) {
        Execution after = change.after();
        if (change.before().isEmpty()) {
            return Optional.of(new WebhookEvent.OfExecution(EventType.EXECUTION_STARTED, sequence, after.createdAt()));
        }
        ExecutionState before = change.before().get().state();
        boolean startsAlone = after.state() instanceof ExecutionState.Compensating && !undoes.getAsBoolean();
        if (before.equals(after.state()) || startsAlone) {
            return Optional.empty();
        }
        return Optional.of(
                switch (after.state()) {
                    case ExecutionState.Live live -> goingOn(before, after, sequence);
                    case ExecutionState.Paused paused ->
                        new WebhookEvent.OfExecution(EventType.EXECUTION_PAUSED, sequence, paused.at());
                    case ExecutionState.Compensating compensating ->
                        new WebhookEvent.OfExecution(EventType.EXECUTION_COMPENSATING, sequence, compensating.at());
                    case ExecutionState.Ended ended ->
                        new WebhookEvent.OfExecution(EventType.of(ended), sequence, ended.at());
                });
    }

    private static WebhookEvent goingOn(ExecutionState before, Execution after, long sequence) {
        List<Control> controls = after.past().controls();
        Optional<Control> last = controls.isEmpty() ? Optional.empty() : Optional.of(controls.getLast());
        Instant at = last.map(Control::at).orElse(after.createdAt());
        EventType type = switch (before) {
            case ExecutionState.Ended ended ->
                last.map(Control::kind).equals(Optional.of(Control.Kind.RERUN))
                        ? EventType.EXECUTION_RERUN
                        : EventType.EXECUTION_RETRIED;
            case ExecutionState.Live live -> EventType.EXECUTION_RESUMED;
            case ExecutionState.Paused paused -> EventType.EXECUTION_RESUMED;
            case ExecutionState.Compensating compensating -> EventType.EXECUTION_RESUMED;
        };
        return new WebhookEvent.OfExecution(type, sequence, at);
    }

    private Optional<WebhookEvent> of(Change.OfStage change, long sequence) {
        Optional<StageRunState.Reminded> reminded = reminded(change.after());
        if (reminded.isPresent() && !reminded.equals(change.before().flatMap(Happenings::reminded))) {
            return Optional.of(new WebhookEvent.OfStage(
                    EventType.STEP_REMINDED,
                    sequence,
                    reminded.get().at(),
                    change.after().key()));
        }
        boolean hadEnded = change.before()
                .map(before -> before.state() instanceof StageRunState.Outcome)
                .orElse(false);
        if (hadEnded
                || !(change.after().state() instanceof StageRunState.Outcome outcome)
                || isOneOfMany.test(change.after().key())) {
            return Optional.empty();
        }
        return Optional.of(new WebhookEvent.OfStage(
                EventType.of(outcome), sequence, outcome.at(), change.after().key()));
    }

    private static Optional<StageRunState.Reminded> reminded(StageRun run) {
        return run.state() instanceof StageRunState.Awaiting awaiting ? awaiting.reminded() : Optional.empty();
    }
}
