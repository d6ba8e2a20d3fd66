package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.JsonSchema;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.ports.ExecutionStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Runs a stage of an execution that has ended, and all that comes after it, anew. */
public final class RerunExecution {
    private final ReadExecution read;
    private final Controls controls;
    private final WaitingAbove waiting;

    public RerunExecution(ReadExecution read, ExecutionStore executions, Effects effects, InstantSource clock) {
        this.read = read;
        this.controls = new Controls(read, executions, effects, clock);
        this.waiting = new WaitingAbove(read);
    }

    /**
     * Runs a stage and all that comes after it anew. Where the execution does the work of a stage of another, which has ended, that
     * stage goes on with it, and all that comes after it there is run anew too.
     *
     * @return the execution as it then stands
     * @throws Refusal where the caller's workspace has no such execution of the workflow, it has not ended, there is no such stage, or
     *     it was not run in that round, the execution's workflow does not take the input, what it did was undone, or nobody waits
     *     for it any more
     */
    public ReadExecution.Found rerun(
            Caller caller, String workflow, ExecutionId id, Anew anew, Optional<String> reason) {
        WaitingAbove.Lifted top = new WaitingAbove.Lifted(read.readBare(caller, workflow, id), anew);
        for (Optional<WaitingAbove.Lifted> above = Optional.of(top); above.isPresent(); ) {
            top = above.get();
            check(top.above(), top.anew());
            above = waiting.above(caller, top.above(), top.anew());
        }
        reopen(caller, top.above(), top.anew(), reason);
        ExecutionId highest = top.above().recorded().execution().id();
        if (highest.equals(id)) {
            return controls.goOn(() -> controls.read(caller, workflow, id));
        }
        controls.goOn(() -> controls.readBare(caller, highest));
        return controls.read(caller, workflow, id);
    }

    /**
     * What is run anew where all of an execution is, on a version of its workflow.
     *
     * @param version the latest where none is given
     * @throws Refusal where there is no such version, or it is a machine
     */
    public Anew on(Caller caller, String workflow, Optional<Integer> version) {
        return on(read.version(caller, workflow, version));
    }

    /** The same, on that version. */
    public Anew on(WorkflowRef version) {
        return on(read.version(version));
    }

    private static Anew on(WorkflowVersion version) {
        if (version.plan().isMachine()) {
            throw Refusal.notNow("a state machine is not run anew");
        }
        return Anew.on(version.ref(), version.plan().entry().getFirst());
    }

    /**
     * The same of one that does no other's work.
     *
     * @throws Refusal as {@link #rerun} does, and where it does
     */
    void rerunAlone(Caller caller, String workflow, ExecutionId id, Anew anew, Optional<String> reason) {
        ReadExecution.Found found = read.readBare(caller, workflow, id);
        check(found, anew);
        if (waiting.above(caller, found, anew).isPresent()) {
            throw Refusal.notNow("execution " + id.value() + " does the work of another, which is to be rerun");
        }
        reopen(caller, found, anew, reason);
        controls.goOn(() -> controls.readBare(caller, id));
    }

    /**
     * What is run anew of the execution that waited for another, so that the other is run anew.
     *
     * @throws Refusal where nobody waited for it, or does any more, or it cannot be run anew so
     */
    public WaitingAbove.Lifted lift(Caller caller, ReadExecution.Found child, Anew anew) {
        check(child, anew);
        return waiting.above(caller, child, anew)
                .orElseThrow(() -> Refusal.notNow("nobody waited for execution "
                        + child.recorded().execution().id().value()));
    }

    private void reopen(Caller caller, ReadExecution.Found found, Anew anew, Optional<String> reason) {
        Execution execution = found.recorded().execution();
        Execution.Past past = controls.recorded(
                execution, caller, Control.Kind.RERUN, ReopenExecution.after(found.recorded(), controls.now()), reason);
        Rerun rerun = new Rerun(execution.past().reruns().size() + 1, anew);
        // Of two who rerun it side by side, one is first: its rerun would else be numbered as the other's.
        if (!controls.reopen(execution, new Execution.Past(past.controls(), List.of(rerun)))) {
            throw Refusal.notNow("execution " + execution.id().value() + " was just made to go on by another call");
        }
    }

    private void check(ReadExecution.Found found, Anew anew) {
        Execution execution = found.recorded().execution();
        anew.input().ifPresent(Controls::checkSize);
        anew.executionInput().ifPresent(Controls::checkSize);
        if (anew.version().isPresent()) {
            checkInput(
                    read.version(anew.version().get()).plan(),
                    anew.executionInput().orElse(execution.input()));
        } else {
            checkStage(found.version().plan(), found.recorded(), anew);
            anew.executionInput().ifPresent(input -> checkInput(found.version().plan(), input));
        }
        if (!execution.hasEnded()) {
            throw Refusal.hasNotEnded(execution.id().value());
        }
        ReopenExecution.refuseUndone(found);
        if (execution.past().reruns().size() >= Rerun.MOST) {
            throw Refusal.tooManyReruns(execution.id().value());
        }
        Controls.checkRoom(execution, anew.bytes());
    }

    private static void checkInput(Plan plan, JsonNode input) {
        List<Fault> faults = JsonSchema.of(plan.inputSchema()).validate(input, "execution_input");
        if (!faults.isEmpty()) {
            throw Refusal.unfitInput("the input does not match the workflow's input schema", faults);
        }
    }

    private static void checkStage(Plan plan, Recorded recorded, Anew anew) {
        Faults faults = new Faults();
        Optional<Stage.Task> task = plan.find(anew.stage())
                .filter(Stage.Task.class::isInstance)
                .map(Stage.Task.class::cast)
                .filter(any ->
                        any.place().undoes().isEmpty() && any.place().moves().isEmpty());
        Iterations iterations = new Iterations(plan, recorded.execution().past().reruns());
        if (task.isEmpty()) {
            faults.add("from", "must be the id of a step");
        } else if (plan.around(task.get())
                .anyMatch(loop -> plan.task(loop).forEach().isPresent())) {
            faults.add("from", "must not be within the elements of a list: begin with the step that is run for each");
        } else {
            long loops = plan.around(task.get()).count();
            checkRound(loops, iterations, recorded, anew, faults);
        }
        if (!faults.isEmpty()) {
            throw Refusal.invalid("the execution cannot be rerun from there", faults.list());
        }
    }

    private static void checkRound(long loops, Iterations iterations, Recorded recorded, Anew anew, Faults faults) {
        if (loops != anew.rounds().size()) {
            faults.add(
                    "iteration",
                    loops == 0
                            ? "must be left out of a step outside all loops"
                            : "must tell the round of each loop around the step, as its iteration does");
        } else if (loops > 0) {
            Iteration round = new Rerun(0, anew).first().iteration();
            if (recorded.run(iterations.beside(anew.stage(), round)).isEmpty()) {
                faults.add("iteration", "must be a round in which the step was run");
            }
        }
    }
}
