package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.RerunExecution;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs workflows anew, from their beginning or from one of their tasks. */
public final class RerunWorkflow {
    private static final int LONGEST_CORRELATION_ID = 256;

    private final ReadExecution read;
    private final RerunExecution rerun;
    private final StartRequests starts;

    public RerunWorkflow(ReadExecution read, RerunExecution rerun, StartRequests starts) {
        this.read = read;
        this.rerun = rerun;
        this.starts = starts;
    }

    /**
     * Begins a workflow anew.
     *
     * @param latest whether by the definitions as they are now, rather than as they were
     * @throws Refusal where there is no such workflow, it has not ended, or it has completed and may not be restarted then; where its
     *     definition is gone that is asked for
     */
    public void restart(Caller caller, ExecutionId id, boolean latest) {
        ReadExecution.Found found = read.readBare(caller, id);
        boolean completed = found.recorded().execution().state() instanceof ExecutionState.Completed;
        if (completed && !WorkflowView.definition(found).isRestartable()) {
            throw Refusal.noSuchTask("Workflow " + id + " has completed, and its definition has it not be restarted");
        }
        Execution execution = found.recorded().execution();
        if (!execution.hasEnded()) {
            throw Refusal.hasNotEnded(id.value());
        }
        rerun(
                caller,
                found,
                latest
                        ? rerun.on(starts.latest(
                                caller, WorkflowView.definition(found).name(), (ObjectNode) execution.input()))
                        : Anew.from(first(found)));
    }

    private static String first(ReadExecution.Found found) {
        List<String> first = found.version().plan().entry();
        if (first.size() != 1) {
            throw Refusal.notNow("the workflow does not begin with one task, and is not restarted");
        }
        return first.getFirst();
    }

    private void rerun(Caller caller, ReadExecution.Found found, Anew anew) {
        rerun.rerun(
                caller,
                found.version().ref().workflow().value(),
                found.recorded().execution().id(),
                anew,
                Optional.empty());
    }

    /**
     * Runs a workflow anew from one of its tasks, or from one of a workflow further down, which then goes on. A branch of a dynamic fork
     * has all branches begin anew.
     *
     * @param request a RerunWorkflowRequest; without a task it begins with the first, without an input and a correlation id of its own
     *     with those that the workflow has
     * @throws Refusal where there is no such workflow or task, or the workflow has not ended
     */
    public void rerun(Caller caller, ExecutionId id, JsonNode request) {
        Faults faults = new Faults();
        Reading fields = new Reading(request, "", faults);
        String text = fields.text("reRunFromTaskId").orElse("");
        Optional<String> correlationId = fields.text("correlationId").filter(name -> !name.isEmpty());
        if (correlationId.filter(name -> name.length() > LONGEST_CORRELATION_ID).isPresent()) {
            fields.fault("correlationId", "must have at most " + LONGEST_CORRELATION_ID + " characters");
        }
        Optional<JsonNode> taskInput = fields.object("taskInput");
        Optional<JsonNode> given = fields.object("workflowInput");
        Validation.check(faults);
        ReadExecution.Found found = read.readBare(caller, id);
        Optional<JsonNode> input =
                given.map(all -> WorkflowView.definition(found).input((ObjectNode) all));
        if (!found.recorded().execution().hasEnded()) {
            throw Refusal.hasNotEnded(id.value());
        }
        Anew from = text.isEmpty() ? Anew.from(first(found)) : from(caller, found, text, taskInput);
        rerun(caller, found, from.forExecution(input, correlationId));
    }

    private Anew from(Caller caller, ReadExecution.Found found, String text, Optional<JsonNode> input) {
        ExecutionId id = found.recorded().execution().id();
        Optional<TaskId> task = task(text);
        Optional<ReadExecution.Found> of = task.flatMap(
                known -> known.execution().equals(id) ? Optional.of(found) : read.findBare(caller, known.execution()));
        Optional<StageRunKey> run = task.map(TaskId::run);
        if (of.isEmpty() || !isTask(of.get(), run.orElseThrow())) {
            throw noSuchTask(text);
        }
        Anew from = at(of.get(), run.orElseThrow(), input);
        for (int deep = 0; deep < Parent.DEEPEST; deep++) {
            Execution below = of.orElseThrow().recorded().execution();
            if (below.id().equals(id)) {
                return from;
            }
            Optional<Parent> parent = below.parent().filter(above -> !above.hasFailed());
            Optional<ReadExecution.Found> above = parent.flatMap(one -> read.findBare(caller, one.execution()));
            if (above.isEmpty()) {
                break;
            }
            StageRunKey waiting = parent.orElseThrow().run();
            from = isBranch(above.get(), waiting)
                    ? at(above.get(), waiting, Optional.empty())
                    : rerun.lift(caller, of.get(), from).anew();
            of = above;
        }
        throw noSuchTask(text);
    }

    private static Optional<TaskId> task(String text) {
        try {
            return Optional.of(TaskId.parse(text));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private static Refusal noSuchTask(String text) {
        return Refusal.invalid(
                "Failed to find task in workflow by id: " + text,
                List.of(new Fault("reRunFromTaskId", "must be the id of a task of the workflow")));
    }

    /** From a task; from the whole of what it is one branch of. */
    private static Anew at(ReadExecution.Found found, StageRunKey run, Optional<JsonNode> input) {
        int depth = found.version().plan().depth(found.version().plan().stage(run.stage()));
        List<Integer> rounds = run.iteration().upTo(depth).rounds();
        // What somebody else completes does first what it is for.
        String first = WorkflowView.definition(found)
                .task(run.stage())
                .filter(AsyncComplete::is)
                .map(AsyncComplete::doing)
                .orElse(run.stage());
        return Anew.from(first, rounds).with(input.filter(own -> !isBranch(found, run)));
    }

    private static boolean isBranch(ReadExecution.Found found, StageRunKey run) {
        return run.iteration().depth()
                > found.version().plan().depth(found.version().plan().stage(run.stage()));
    }

    private static boolean isTask(ReadExecution.Found found, StageRunKey run) {
        return found.recorded().run(run).isPresent()
                && found.version().plan().find(run.stage()).orElse(null) instanceof Stage.Task;
    }
}
