package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.ReopenExecution;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Runs workflows anew, from their beginning or from one of their tasks. */
public final class RerunWorkflow {
    private final ReadExecution read;
    private final ReopenExecution reopen;

    public RerunWorkflow(ReadExecution read, ReopenExecution reopen) {
        this.read = read;
        this.reopen = reopen;
    }

    /** @throws Refusal where there is no such workflow, or it has not ended */
    public void restart(Caller caller, ExecutionId id) {
        ReadExecution.Found found = read.readBare(caller, id);
        List<String> first = found.version().plan().entry();
        if (first.size() != 1) {
            throw Refusal.notNow("the workflow does not begin with one task, and is not restarted");
        }
        reopen.rerun(
                caller,
                found.version().ref().workflow().value(),
                id,
                first.getFirst(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * @param request a RerunWorkflowRequest; an empty one restarts
     * @throws Refusal where there is no such workflow or task, or the workflow has not ended
     */
    public void rerun(Caller caller, ExecutionId id, JsonNode request) {
        String task = request.path("reRunFromTaskId").asString("");
        if (task.isEmpty()) {
            restart(caller, id);
            return;
        }
        ReadExecution.Found found = read.readBare(caller, id);
        String stage = stage(found, id, task);
        Optional<JsonNode> input = Optional.of(request.path("taskInput")).filter(JsonNode::isObject);
        reopen.rerun(caller, found.version().ref().workflow().value(), id, stage, input, Optional.empty());
    }

    private static String stage(ReadExecution.Found found, ExecutionId id, String text) {
        try {
            TaskId task = TaskId.parse(text);
            if (task.execution().equals(id) && found.recorded().run(task.run()).isPresent()) {
                return task.run().stage();
            }
        } catch (Refusal e) {
            // Falls through: whatever is wrong with it, the workflow has no such task.
        }
        throw Refusal.invalid(
                "Failed to find task in workflow by id: " + text,
                List.of(new Fault("reRunFromTaskId", "must be the id of a task of the workflow")));
    }
}
