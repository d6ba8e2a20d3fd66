package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a workflow stood when whoever waited for it was answered.
 *
 * @param blocked what of it waits for somebody, if anything does
 * @param timedOut whether what was waited for had not come by then
 */
public record WorkflowRun(WorkflowView target, Optional<Blocked> blocked, boolean timedOut) {
    private static final List<String> OF_WORKFLOW = List.of(
            "workflowId",
            "correlationId",
            "input",
            "output",
            "tasks",
            "variables",
            "priority",
            "status",
            "createTime",
            "updateTime");
    private static final List<String> OF_TASK = List.of(
            "taskId",
            "taskType",
            "taskDefName",
            "referenceTaskName",
            "retryCount",
            "status",
            "workflowType",
            "correlationId");

    /**
     * A task that waits for somebody.
     *
     * @param workflow that it is of: the one that was started, or one that it started
     */
    public record Blocked(WorkflowView workflow, TaskId task) {}

    /** What of it the caller wants to see. */
    public enum Strategy {
        TARGET_WORKFLOW,
        BLOCKING_WORKFLOW,
        BLOCKING_TASK,
        BLOCKING_TASK_INPUT;

        /**
         * @throws Refusal where there is none of that name
         */
        public static Strategy of(String asked) {
            return asked.isBlank()
                    ? TARGET_WORKFLOW
                    : Stream.of(values())
                            .filter(strategy -> strategy.name().equals(asked))
                            .findFirst()
                            .orElseThrow(() -> Validation.refusal(
                                    "returnStrategy", "must be one of " + Arrays.toString(values())));
        }
    }

    /** Where nothing waits for anybody, there is only the workflow itself to be shown. */
    public ObjectNode json(Strategy strategy, String requestId) {
        return blocked.flatMap(by -> shown(by, strategy))
                .orElseGet(() -> run(target).put("responseType", Strategy.TARGET_WORKFLOW.name()))
                .put("targetWorkflowId", target.id().value())
                .put("targetWorkflowStatus", target.status().name())
                .put("requestId", requestId)
                .put("signalTimeout", timedOut);
    }

    private static Optional<ObjectNode> shown(Blocked by, Strategy strategy) {
        Optional<ObjectNode> shown = switch (strategy) {
            case TARGET_WORKFLOW -> Optional.empty();
            case BLOCKING_WORKFLOW -> Optional.of(run(by.workflow()));
            case BLOCKING_TASK, BLOCKING_TASK_INPUT ->
                by.workflow().task(by.task()).map(WorkflowRun::run);
        };
        return shown.map(json -> json.put("responseType", strategy.name()));
    }

    private static ObjectNode run(WorkflowView workflow) {
        return some(OF_WORKFLOW, workflow.workflow(true));
    }

    private static ObjectNode run(ObjectNode task) {
        ObjectNode run = some(OF_TASK, task);
        run.set("workflowId", task.path("workflowInstanceId"));
        run.set("input", task.path("inputData"));
        run.set("output", task.path("outputData"));
        run.set("priority", task.path("workflowPriority"));
        return run;
    }

    private static ObjectNode some(List<String> fields, ObjectNode whole) {
        ObjectNode some = Json.object();
        for (String field : fields) {
            JsonNode value = whole.path(field);
            if (!value.isMissingNode()) {
                some.set(field, value);
            }
        }
        return some;
    }
}
