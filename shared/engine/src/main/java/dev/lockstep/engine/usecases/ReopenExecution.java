package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionState.Name;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.ExecutionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Has an execution that has ended go on: from what failed, or from any of its stages anew. */
public final class ReopenExecution {
    private final Controls controls;

    public ReopenExecution(ReadExecution read, ExecutionStore executions, Effects effects, InstantSource clock) {
        this.controls = new Controls(read, executions, effects, clock);
    }

    /**
     * Tries the failed stages again, with all the attempts that their policies give, and goes on where others had stopped. What
     * has succeeded is not run again.
     *
     * @return the execution as it then stands; one that goes on already stays as it is
     * @throws Refusal where the caller's workspace has no such execution of the workflow, it has completed, or what it did was
     *     undone
     */
    public ReadExecution.Found retry(Caller caller, String workflow, ExecutionId id, Optional<String> reason) {
        ReadExecution.Found found = controls.read(caller, workflow, id);
        Execution execution = found.recorded().execution();
        if (execution.state() instanceof ExecutionState.Completed) {
            throw Refusal.nothingToRetry(id.value());
        }
        if (execution.hasEnded()) {
            refuseUndone(found);
            Instant at = after(found.recorded());
            reopen(execution, controls.recorded(execution, caller, Control.Kind.RETRY, at, reason));
        }
        return controls.goOn(caller, workflow, id);
    }

    /**
     * Runs a stage and all that comes after it anew.
     *
     * @param stage one outside all loops
     * @param input for the stage, instead of the one that it had
     * @throws Refusal where the caller's workspace has no such execution of the workflow, it has not ended, there is no such stage,
     *     or what it did was undone
     */
    public ReadExecution.Found rerun(
            Caller caller,
            String workflow,
            ExecutionId id,
            String stage,
            Optional<JsonNode> input,
            Optional<String> reason) {
        ReadExecution.Found found = controls.read(caller, workflow, id);
        Execution execution = found.recorded().execution();
        checkStage(found.version().plan(), stage);
        input.ifPresent(ReopenExecution::checkSize);
        if (!execution.hasEnded()) {
            throw Refusal.hasNotEnded(id.value());
        }
        refuseUndone(found);
        int generation = execution.past().reruns().size() + 1;
        if (generation > Rerun.MOST) {
            throw Refusal.tooManyReruns(id.value());
        }
        Execution.Past past = controls.recorded(execution, caller, Control.Kind.RERUN, after(found.recorded()), reason);
        // Of two who rerun it side by side, one is first: its rerun would else be numbered as the other's.
        if (!reopen(execution, new Execution.Past(past.controls(), List.of(new Rerun(generation, stage, input))))) {
            throw Refusal.notNow("execution " + id.value() + " was just made to go on by another call");
        }
        return controls.goOn(caller, workflow, id);
    }

    private static void checkStage(Plan plan, String stage) {
        boolean isOne = plan.find(stage)
                .filter(Stage.Task.class::isInstance)
                .map(Stage.Task.class::cast)
                .filter(task -> task.place().within().isEmpty()
                        && task.place().undoes().isEmpty()
                        && task.place().moves().isEmpty())
                .isPresent();
        if (!isOne) {
            throw Refusal.invalid(
                    "the execution cannot be rerun from there",
                    List.of(new Fault("from", "must be the id of a step outside all loops")));
        }
    }

    private static void checkSize(JsonNode input) {
        long bytes = Json.size(input);
        if (bytes > StageWorker.MAX_BYTES / 4) {
            throw Refusal.inputTooLarge(bytes, StageWorker.MAX_BYTES / 4);
        }
    }

    private static void refuseUndone(ReadExecution.Found found) {
        Plan plan = found.version().plan();
        boolean undone = found.recorded().runs().keySet().stream()
                .anyMatch(key -> plan.find(key.stage()).orElse(null) instanceof Stage.Task task
                        && task.place().undoes().isPresent());
        if (undone) {
            throw Refusal.wasUndone(found.recorded().execution().id().value());
        }
    }

    /** A time after all that is recorded, whatever the clocks say: what failed until then is tried again. */
    private Instant after(Recorded recorded) {
        Stream<Instant> outcomes = recorded.runs().values().stream()
                .map(StageRun::state)
                .filter(StageRunState.Outcome.class::isInstance)
                .map(state -> ((StageRunState.Outcome) state).at());
        return Stream.concat(Stream.of(controls.now()), outcomes)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Whether it was reopened by this call. */
    private boolean reopen(Execution execution, Execution.Past past) {
        return controls.changeAsSeen(
                        execution,
                        Set.of(Name.COMPLETED, Name.FAILED, Name.TIMED_OUT, Name.CANCELED),
                        new ExecutionState.Live(),
                        Optional.of(controls.now()),
                        past)
                .filter(ExecutionStore.Change::made)
                .isPresent();
    }
}
