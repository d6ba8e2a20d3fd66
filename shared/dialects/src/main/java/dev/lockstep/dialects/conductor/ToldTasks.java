package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Resolved;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which task a stage run is of: one of the definition, as it is or as it was told at run time, or a branch of a dynamic fork. */
final class ToldTasks {
    private final Map<String, WorkflowTask> byStage = new HashMap<>();
    private final Map<String, WorkflowTask> inFront = new HashMap<>();
    private final Map<String, WorkflowTask> forks = new HashMap<>();

    ToldTasks(Stream<WorkflowTask> tasks) {
        tasks.forEach(task -> {
            byStage.put(task.reference(), task);
            if (AsyncComplete.is(task)) {
                inFront.put(AsyncComplete.doing(task), task);
            }
            if (task.is(TaskType.FORK_JOIN_DYNAMIC)) {
                forks.put(DynamicCompiler.branchesId(task.reference()), task);
            } else if (task.is(TaskType.DYNAMIC) || DynamicCompiler.isToldAtRunTime(task)) {
                inFront.put(DynamicCompiler.tellId(task.reference()), task);
            } else if (ChoiceCompiler.goesByScript(task)) {
                inFront.put(ChoiceCompiler.valueId(task), task);
            } else if (task.is(TaskType.DO_WHILE)) {
                inFront.put(LoopCompiler.itemsId(task), task);
            }
        });
    }

    /** Empty for a run that has no row. */
    Optional<WorkflowTask> of(StageRun run) {
        String stage = run.key().stage();
        Optional<Resolved> resolved = run.resolved();
        WorkflowTask task = byStage.get(stage);
        if (task != null) {
            // Of what was left to whoever stands in for it, nothing was told.
            return Optional.of(resolved.filter(came -> !came.label().isEmpty())
                    .map(came -> told(task, came))
                    .orElse(task));
        }
        if (forks.containsKey(stage)) {
            return resolved.map(came -> branch(came));
        }
        // Where it cannot be told what a task does, or goes by, that is how the task has failed.
        return Optional.ofNullable(inFront.get(stage)).filter(any -> run.state() instanceof StageRunState.Failed);
    }

    /** The fork whose branches a stage is run for, if it is. */
    Optional<WorkflowTask> forkOf(String stage) {
        return Optional.ofNullable(forks.get(stage));
    }

    /**
     * What a task shows that it was given.
     *
     * @param input what its stage was given
     */
    JsonNode shownInput(StageRun run, JsonNode input) {
        String stage = run.key().stage();
        WorkflowTask task = inFront.get(stage);
        if (task != null && DynamicCompiler.tellId(task.reference()).equals(stage)) {
            return input.path(TellOperation.INPUT);
        }
        boolean isFork = forks.containsKey(DynamicCompiler.branchesId(stage));
        if (!isFork || !(run.state() instanceof StageRunState.Completed completed)) {
            return input;
        }
        ObjectNode shown = input instanceof ObjectNode object ? object.deepCopy() : Json.object();
        JsonNode references =
                completed.output().path(GatherOperation.REFERENCES).path("items");
        return references.isArray() ? shown.set("forkedTasks", references) : shown;
    }

    private static WorkflowTask told(WorkflowTask task, Resolved came) {
        String name = came.label().path(Telling.NAME).asString("");
        ObjectNode json = task.json().deepCopy();
        if (!name.isEmpty() && task.is(TaskType.DYNAMIC)) {
            json.put("name", name);
        }
        return new WorkflowTask(defined(json, came), task.path());
    }

    private static WorkflowTask branch(Resolved came) {
        ObjectNode json = Defaults.task(Json.object()
                .put("name", came.label().path(Telling.NAME).asString(""))
                .put("taskReferenceName", came.label().path(Telling.REFERENCE).asString(""))
                .put("type", came.label().path(Telling.TYPE).asString(""))
                .put("optional", came.label().path(Telling.OPTIONAL).asBoolean(false)));
        return new WorkflowTask(defined(json, came), "", true);
    }

    /** With what was registered when it was told, of a worker's task as far as it counts, and of a workflow which one it is. */
    private static ObjectNode defined(ObjectNode json, Resolved came) {
        if (came.label().has(Telling.WORKFLOW)) {
            ObjectNode child = json.get("subWorkflowParam") instanceof ObjectNode known
                    ? known
                    : json.putObject("subWorkflowParam");
            child.put("name", came.label().path(Telling.WORKFLOW).asString(""))
                    .put("version", came.label().path(Telling.VERSION).asInt(1));
        }
        if (came.activity() instanceof Activity.Worker worker && !json.has("taskDefinition")) {
            ObjectNode definition = Json.object()
                    .put("name", json.path("name").asString(""))
                    .put("retryCount", came.retry().maxAttempts() - 1)
                    .put("retryDelaySeconds", came.retry().delaySeconds())
                    .put("responseTimeoutSeconds", worker.heartbeatSeconds())
                    .put(
                            "timeoutSeconds",
                            came.timeoutSeconds() == WorkerCompiler.FOR_EVER ? 0 : came.timeoutSeconds());
            json.set("taskDefinition", Defaults.taskDefinition(definition));
        }
        return json;
    }
}
