package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.JsonSchema;
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
import java.util.function.Supplier;
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
     * has succeeded is not run again. Where others wait for the execution, and have failed with it, they go on too.
     *
     * @return the execution as it then stands; one that goes on already stays as it is
     * @throws Refusal where the caller's workspace has no such execution of the workflow, it has completed, or what it did was
     *     undone
     */
    public ReadExecution.Found retry(Caller caller, String workflow, ExecutionId id, Optional<String> reason) {
        return retry(caller, () -> controls.read(caller, workflow, id), Control.Kind.RETRY, reason);
    }

    /**
     * The same, but where a stage failed by an execution that did its work, this is tried again within that one, rather than by a
     * new one.
     *
     * @throws Refusal as {@link #retry(Caller, String, ExecutionId, Optional)} does
     */
    public ReadExecution.Found retryWithin(Caller caller, String workflow, ExecutionId id, Optional<String> reason) {
        return retry(caller, () -> controls.read(caller, workflow, id), Control.Kind.RETRY_WITHIN, reason);
    }

    /**
     * The same, of whatever workflow it is, without the data of its stages.
     *
     * @param kind one that tries again
     */
    public ReadExecution.Found retry(Caller caller, ExecutionId id, Control.Kind kind, Optional<String> reason) {
        return retry(caller, () -> controls.readBare(caller, id), kind, reason);
    }

    private ReadExecution.Found retry(
            Caller caller, Supplier<ReadExecution.Found> read, Control.Kind kind, Optional<String> reason) {
        ReadExecution.Found found = read.get();
        Execution execution = found.recorded().execution();
        if (execution.state() instanceof ExecutionState.Completed) {
            throw Refusal.nothingToRetry(execution.id().value());
        }
        if (execution.hasEnded()) {
            refuseUndone(found);
            Optional<ExecutionId> above = failedWith(caller, execution);
            if (above.isPresent()) {
                retry(caller, above.get(), Control.Kind.RETRY_WITHIN, reason);
                return read.get();
            }
            Instant at = after(found.recorded(), controls.now());
            reopen(execution, controls.recorded(execution, caller, kind, at, reason));
        }
        return controls.goOn(read);
    }

    /** The execution that waited for this one, and has ended with it: where it goes on, it has this one go on. */
    private Optional<ExecutionId> failedWith(Caller caller, Execution child) {
        return child.parent()
                .flatMap(parent -> controls.findBare(caller, parent.execution()))
                .filter(above -> above.recorded().execution().hasEnded()
                        && !(above.recorded().execution().state() instanceof ExecutionState.Completed)
                        && !wasUndone(above.version().plan(), above.recorded())
                        && isHeldUp(
                                above.recorded()
                                        .run(child.parent().orElseThrow().run()),
                                child.id()))
                .map(above -> above.recorded().execution().id());
    }

    private static boolean isHeldUp(Optional<StageRun> run, ExecutionId child) {
        return switch (run.map(StageRun::state).orElse(null)) {
            case StageRunState.Delegated delegated -> delegated.to().equals(child);
            case StageRunState.Failed failed ->
                failed.by().filter(by -> by.execution().equals(child)).isPresent();
            case null -> false;
            case StageRunState other -> false;
        };
    }

    /**
     * From where an execution is run anew, and with what.
     *
     * @param stage one outside all loops
     * @param input for the stage, instead of the one that it had
     * @param executionInput for the execution, instead of the one that it had; what does not run anew keeps what it read
     * @param correlationId of the execution, instead of the one that it had
     */
    public record Anew(
            String stage, Optional<JsonNode> input, Optional<JsonNode> executionInput, Optional<String> correlationId) {
        /** With what the execution has. */
        public Anew(String stage, Optional<JsonNode> input) {
            this(stage, input, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Runs a stage and all that comes after it anew.
     *
     * @throws Refusal where the caller's workspace has no such execution of the workflow, it has not ended, there is no such stage,
     *     the execution's workflow does not take the input, or what it did was undone
     */
    public ReadExecution.Found rerun(
            Caller caller, String workflow, ExecutionId id, Anew anew, Optional<String> reason) {
        ReadExecution.Found found = controls.read(caller, workflow, id);
        Execution execution = found.recorded().execution();
        checkStage(found.version().plan(), anew.stage());
        anew.input().ifPresent(Controls::checkSize);
        anew.executionInput().ifPresent(input -> checkInput(found.version().plan(), input));
        if (!execution.hasEnded()) {
            throw Refusal.hasNotEnded(id.value());
        }
        refuseUndone(found);
        int generation = execution.past().reruns().size() + 1;
        if (generation > Rerun.MOST) {
            throw Refusal.tooManyReruns(id.value());
        }
        Execution.Past past = controls.recorded(
                execution, caller, Control.Kind.RERUN, after(found.recorded(), controls.now()), reason);
        Rerun rerun = new Rerun(generation, anew.stage(), anew.input(), anew.executionInput(), anew.correlationId());
        // Of two who rerun it side by side, one is first: its rerun would else be numbered as the other's.
        if (!reopen(execution, new Execution.Past(past.controls(), List.of(rerun)))) {
            throw Refusal.notNow("execution " + id.value() + " was just made to go on by another call");
        }
        return controls.goOn(() -> controls.read(caller, workflow, id));
    }

    private static void checkInput(Plan plan, JsonNode input) {
        Controls.checkSize(input);
        List<Fault> faults = JsonSchema.of(plan.inputSchema()).validate(input, "execution_input");
        if (!faults.isEmpty()) {
            throw Refusal.unfitInput("the input does not match the workflow's input schema", faults);
        }
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

    private static void refuseUndone(ReadExecution.Found found) {
        if (wasUndone(found.version().plan(), found.recorded())) {
            throw Refusal.wasUndone(found.recorded().execution().id().value());
        }
    }

    /** Whether anything that it did was undone, or is being. */
    static boolean wasUndone(Plan plan, Recorded recorded) {
        return recorded.runs().keySet().stream()
                .anyMatch(key -> plan.find(key.stage()).orElse(null) instanceof Stage.Task task
                        && task.place().undoes().isPresent());
    }

    /** A time after all that is recorded, whatever the clocks say: what failed until then is tried again. */
    static Instant after(Recorded recorded, Instant now) {
        Stream<Instant> outcomes = recorded.runs().values().stream()
                .map(StageRun::state)
                .filter(StageRunState.Outcome.class::isInstance)
                .map(state -> ((StageRunState.Outcome) state).at());
        return Stream.concat(Stream.of(now), outcomes)
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
