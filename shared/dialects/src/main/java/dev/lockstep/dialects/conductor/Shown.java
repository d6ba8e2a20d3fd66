package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.StageData;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.operations.OperationFailure;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What tasks show as their data, which may be more or less than what is recorded of them. */
final class Shown {
    private Shown() {}

    /**
     * What a task shows that it was given: a choice, what it went by as a text, and whether that led anywhere; what sets variables, those.
     */
    static JsonNode input(WorkflowTask task, StageRun run, JsonNode given) {
        if (task.is(TaskType.SET_VARIABLE)) {
            return StageData.setBy(run);
        }
        boolean chose = (task.is(TaskType.SWITCH) || task.is(TaskType.DECISION)) && given.has("case");
        if (!chose) {
            return given;
        }
        String value = chosen(given);
        ObjectNode shown = ((ObjectNode) given).deepCopy().put("case", value);
        List<WorkflowTask> way = task.decisionCases().getOrDefault(value, task.defaultCase());
        return way.isEmpty() ? shown : shown.put("hasChildren", "true");
    }

    /** Why a task failed whose work another workflow did. */
    static String reason(WorkflowTask task, ExecutionId child, Failure failure) {
        return "Sub workflow " + task.childTitle() + "/" + child + " failure reason: " + failure.message();
    }

    private static JsonNode given(JsonNode data) {
        return data.isMissingNode() ? Json.object() : data;
    }

    /** What a task shows as its output: of what goes on without work, what it came to. */
    static JsonNode output(WorkflowTask task, JsonNode input, JsonNode output) {
        return switch (task.type().orElse(TaskType.SIMPLE)) {
            case SWITCH -> {
                String value = chosen(input);
                ObjectNode shown = Json.object();
                shown.putArray("evaluationResult").add(value);
                yield shown.put("selectedCase", value);
            }
            case DECISION -> {
                ObjectNode shown = Json.object();
                shown.putArray("caseOutput").add(chosen(input));
                yield shown;
            }
            case JOIN -> {
                ObjectNode shown = Json.object();
                output.properties().stream()
                        .filter(field -> !field.getValue().isEmpty())
                        .forEach(field -> shown.set(field.getKey(), field.getValue()));
                yield shown;
            }
            case DO_WHILE ->
                // One over an empty list has passed on what it was given.
                output.has(LoopOperation.GOES_ON)
                        ? without(LoopOperation.GOES_ON, output)
                        : Json.object().put("iteration", 0);
            case TERMINATE -> given(input.path("workflowOutput"));
            case START_WORKFLOW ->
                Json.object().put("workflowId", output.path("execution_id").asString(""));
            case FORK_JOIN, FORK, NOOP, SET_VARIABLE, FORK_JOIN_DYNAMIC -> Json.object();
            case SIMPLE,
                    EXCLUSIVE_JOIN,
                    SUB_WORKFLOW,
                    WAIT,
                    HUMAN,
                    INLINE,
                    LAMBDA,
                    HTTP,
                    DYNAMIC,
                    EVENT,
                    JSON_JQ_TRANSFORM,
                    KAFKA_PUBLISH,
                    PULL_WORKFLOW_MESSAGES -> given(output);
        };
    }

    /** What a task that failed shows as its output: what it told of that. */
    static JsonNode failed(Failure failure) {
        return failure.details().orElseGet(Json::object);
    }

    /** The failure of what is evaluated here, whose output tells why as well. */
    static OperationFailure evaluationFailed(String name, String message) {
        return new OperationFailure(name, message).with(Json.object().put("error", message));
    }

    private static JsonNode without(String field, JsonNode output) {
        ObjectNode shown = Json.object();
        output.properties().stream()
                .filter(each -> !each.getKey().equals(field))
                .forEach(each -> shown.set(each.getKey(), each.getValue()));
        return shown;
    }

    private static String chosen(JsonNode input) {
        JsonNode value = input.path("case");
        return value.isMissingNode() || value.isNull()
                ? "null"
                : value.isString() ? value.stringValue() : value.toString();
    }
}
