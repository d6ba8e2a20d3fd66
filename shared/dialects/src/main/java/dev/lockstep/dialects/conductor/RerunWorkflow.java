package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.ReopenExecution;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs workflows anew, from their beginning or from one of their tasks. */
public final class RerunWorkflow {
    private static final int LONGEST_CORRELATION_ID = 256;

    private final ReadExecution read;
    private final ReopenExecution reopen;

    public RerunWorkflow(ReadExecution read, ReopenExecution reopen) {
        this.read = read;
        this.reopen = reopen;
    }

    /** @throws Refusal where there is no such workflow, it has not ended, or it has completed and may not be restarted then */
    public void restart(Caller caller, ExecutionId id) {
        ReadExecution.Found found = read.readBare(caller, id);
        boolean completed = found.recorded().execution().state() instanceof ExecutionState.Completed;
        if (completed && !WorkflowView.definition(found).isRestartable()) {
            throw Refusal.noSuchTask("Workflow " + id + " has completed, and its definition has it not be restarted");
        }
        rerun(caller, found, new ReopenExecution.Anew(first(found), Optional.empty()));
    }

    private static String first(ReadExecution.Found found) {
        List<String> first = found.version().plan().entry();
        if (first.size() != 1) {
            throw Refusal.notNow("the workflow does not begin with one task, and is not restarted");
        }
        return first.getFirst();
    }

    private void rerun(Caller caller, ReadExecution.Found found, ReopenExecution.Anew anew) {
        reopen.rerun(
                caller,
                found.version().ref().workflow().value(),
                found.recorded().execution().id(),
                anew,
                Optional.empty());
    }

    /**
     * Runs a workflow anew from one of its tasks. A task within a loop has the loop begin anew; one of a workflow further down has the
     * task begin anew that it was started for.
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
        if (text.isEmpty()) {
            rerun(caller, found, new ReopenExecution.Anew(first(found), Optional.empty(), input, correlationId));
            return;
        }
        StageRunKey run = run(caller, found, text);
        Stage.Task task = found.version().plan().task(run.stage());
        boolean itself = task.place().within().isEmpty() && isOf(id, text);
        rerun(
                caller,
                found,
                new ReopenExecution.Anew(
                        outermost(found.version().plan(), task),
                        taskInput.filter(own -> itself),
                        input,
                        correlationId));
    }

    private static boolean isOf(ExecutionId id, String task) {
        return TaskId.parse(task).execution().equals(id);
    }

    private static String outermost(Plan plan, Stage.Task task) {
        return task.place()
                .within()
                .map(loop -> outermost(plan, plan.task(loop)))
                .orElse(task.id());
    }

    /** The run that a task is, or that what the task is of was started for. */
    private StageRunKey run(Caller caller, ReadExecution.Found found, String text) {
        ExecutionId id = found.recorded().execution().id();
        try {
            TaskId task = TaskId.parse(text);
            Optional<StageRunKey> run = Optional.of(task.run());
            Optional<ReadExecution.Found> of =
                    Optional.of(task.execution().equals(id) ? found : read.readBare(caller, task.execution()));
            if (isTask(of.get(), task.run())) {
                for (int deep = 0; deep < Parent.DEEPEST && of.isPresent(); deep++) {
                    if (of.get().recorded().execution().id().equals(id)) {
                        return run.orElseThrow();
                    }
                    Optional<Parent> parent = of.get().recorded().execution().parent();
                    run = parent.map(Parent::run);
                    of = parent.map(above -> read.readBare(caller, above.execution()));
                }
            }
        } catch (Refusal e) {
            // Falls through: whatever is wrong with it, the workflow has no such task.
        }
        throw Refusal.invalid(
                "Failed to find task in workflow by id: " + text,
                List.of(new Fault("reRunFromTaskId", "must be the id of a task of the workflow")));
    }

    private static boolean isTask(ReadExecution.Found found, StageRunKey run) {
        return found.recorded().run(run).isPresent()
                && found.version().plan().find(run.stage()).orElse(null) instanceof Stage.Task;
    }
}
