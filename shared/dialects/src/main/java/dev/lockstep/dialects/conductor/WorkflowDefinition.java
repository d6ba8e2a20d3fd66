package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.execution.ExecutionState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a workflow does: Conductor's WorkflowDef.
 *
 * @param json as it is given back, all its defaults spelled out
 */
public record WorkflowDefinition(ObjectNode json) {
    public String name() {
        return json.path("name").asString("");
    }

    public int version() {
        return json.path("version").asInt(1);
    }

    List<WorkflowTask> tasks() {
        return WorkflowTask.list(json.path("tasks"), "tasks");
    }

    /** Its tasks with those within them, in the order of the definition. */
    Stream<WorkflowTask> allTasks() {
        return tasks().stream().flatMap(WorkflowTask::all);
    }

    Optional<WorkflowTask> task(String reference) {
        return allTasks().filter(task -> task.reference().equals(reference)).findFirst();
    }

    /** What is started when an execution has failed, if anything is. */
    Optional<FailureWorkflow> failureWorkflow() {
        return FailureWorkflow.of(json);
    }

    /** Whether an execution that has completed may begin anew. */
    boolean isRestartable() {
        return json.path("restartable").asBoolean(true);
    }

    /**
     * What kind of workflow it is: what its {@code metadata} says, or else {@code agent} where an agents' SDK made it, or {@code workflow}.
     * The rule is that of Conductor's {@code WorkflowClassifier}, as told in agentspan-ai/agentspan, pull request 306.
     */
    public String classifier() {
        JsonNode metadata = json.path("metadata");
        String told = metadata.path("classifier").asString("");
        if (!told.isBlank()) {
            return told;
        }
        return metadata.has("agent_sdk") || metadata.has("agentDef") ? "agent" : "workflow";
    }

    JsonNode variables() {
        return json.path("variables");
    }

    JsonNode outputParameters() {
        return json.path("outputParameters");
    }

    /** How long an execution may take, where that is bounded and ends it. */
    Optional<Integer> timeoutSeconds() {
        int seconds = json.path("timeoutSeconds").asInt(0);
        return seconds > 0 && json.path("timeoutPolicy").asString("").equals("TIME_OUT_WF")
                ? Optional.of(seconds)
                : Optional.empty();
    }

    /** The input given, and what the definition has for what was not. Nothing is filled into an empty one. */
    public ObjectNode input(ObjectNode given) {
        ObjectNode input = given.deepCopy();
        if (!given.isEmpty()) {
            json.path("inputTemplate").properties().forEach(field -> {
                if (!input.has(field.getKey())) {
                    input.set(field.getKey(), field.getValue());
                }
            });
        }
        return input;
    }

    /** The task that ended a workflow as failed, where one was there to end it. */
    Optional<WorkflowTask> ending(ExecutionState.Failed failed) {
        return task(failed.stage()).filter(task -> task.is(TaskType.TERMINATE));
    }
}
