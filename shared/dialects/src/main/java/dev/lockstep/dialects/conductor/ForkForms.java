package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.operations.OperationFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the branches of a dynamic fork from its input, in whichever of the three forms they come. */
record ForkForms(WorkflowTask fork, JsonNode input) {
    private static final String INPUTS = "forkTaskInputs";

    /** A branch: its one task, and what that is given. */
    record Branch(WorkflowTask task, ObjectNode input) {}

    /** @throws OperationFailure where the input tells no branches, or two of one reference */
    List<Branch> branches() throws OperationFailure {
        List<Branch> branches = input.path(INPUTS).isArray()
                ? alike()
                : fork.text("dynamicForkTasksParam").isPresent() ? listed() : bundled();
        Set<String> references = new HashSet<>();
        for (Branch branch : branches) {
            String reference = branch.task().reference();
            if (reference.isBlank() || branch.task().name().isBlank()) {
                throw failed("One of the tasks had a null/missing taskReferenceName or name");
            }
            if (!references.add(reference)) {
                throw failed("attempted to create a duplicate task reference name: " + reference);
            }
        }
        return branches;
    }

    private static OperationFailure failed(String message) {
        return new OperationFailure(TaskResult.FAILED, message);
    }

    /** A list of tasks, and a map of their inputs by reference. */
    private List<Branch> listed() throws OperationFailure {
        String parameter = fork.text("dynamicForkTasksParam").orElse("");
        JsonNode tasks = input.path(parameter);
        if (!tasks.isArray() || tasks.valueStream().anyMatch(task -> !task.isObject())) {
            throw failed("Input '" + parameter + "' is invalid. Cannot deserialize a list of Workflow Tasks from '"
                    + Telling.shown(tasks) + "'");
        }
        JsonNode inputs = input.path(fork.text("dynamicForkTasksInputParamName").orElse(""));
        if (!inputs.isObject()) {
            throw failed("Input to the dynamically forked tasks is not a map -> expecting a map of K,V  but found "
                    + Telling.shown(inputs));
        }
        List<Branch> branches = new ArrayList<>();
        for (JsonNode given : tasks) {
            WorkflowTask task = task(given);
            branches.add(new Branch(task, together(task.inputParameters(), inputs.path(task.reference()))));
        }
        return branches;
    }

    /** One task for each of a list of inputs. */
    private List<Branch> alike() {
        Optional<String> workflow = text("forkTaskWorkflow");
        String type = text("forkTaskType").orElse(TaskType.SIMPLE.name());
        boolean isOwn = TaskType.of(type).filter(any -> any != TaskType.SIMPLE).isPresent();
        String name = text("forkTaskName").orElseGet(() -> isOwn ? type : fork.reference());
        List<Branch> branches = new ArrayList<>();
        for (JsonNode given : input.path(INPUTS)) {
            int index = branches.size();
            ObjectNode task = Json.object()
                    .put("name", workflow.orElse(name))
                    .put("taskReferenceName", "_" + name + "_" + index)
                    .put("type", workflow.isPresent() ? TaskType.SUB_WORKFLOW.name() : type)
                    .put("optional", fork.isOptional());
            workflow.ifPresent(child -> {
                ObjectNode parameter = task.putObject("subWorkflowParam").put("name", child);
                Telling.version(input.path("forkTaskWorkflowVersion"))
                        .ifPresent(version -> parameter.put("version", version));
            });
            ObjectNode own = given instanceof ObjectNode object
                    ? object.deepCopy()
                    : Json.object().set("input", given);
            branches.add(new Branch(task(task), own.put("__index", index)));
        }
        return branches;
    }

    private Optional<String> text(String field) {
        return Optional.of(input.path(field).asString("")).filter(text -> !text.isBlank());
    }

    /** Tasks with their inputs in one, as older definitions have them. */
    private List<Branch> bundled() throws OperationFailure {
        String parameter = fork.text("dynamicForkJoinTasksParam").orElse(INPUTS);
        JsonNode bundle = input.path(parameter);
        JsonNode tasks = bundle.isArray() ? bundle : bundle.path("dynamicTasks");
        if (!tasks.isArray() || tasks.valueStream().anyMatch(task -> !task.isObject())) {
            throw failed("Dynamic tasks could not be created. The value of " + parameter + " from task's input "
                    + Telling.shown(input) + " has no dynamic tasks to be scheduled");
        }
        List<Branch> branches = new ArrayList<>();
        for (JsonNode given : tasks) {
            ObjectNode task = Json.object()
                    .put("name", given.path("taskName").asString(""))
                    .put("taskReferenceName", given.path("referenceName").asString(""))
                    .put("type", given.path("type").asString(TaskType.SIMPLE.name()));
            if (given.hasNonNull("workflowName")) {
                task.putObject("subWorkflowParam")
                        .put("name", given.path("workflowName").asString(""));
            }
            branches.add(new Branch(task(task), together(Json.object(), given.path("input"))));
        }
        return branches;
    }

    private static WorkflowTask task(JsonNode given) {
        ObjectNode task = Defaults.task(given);
        if (task.path("taskDefinition") instanceof ObjectNode definition) {
            task.set("taskDefinition", Defaults.taskDefinition(definition));
        }
        return new WorkflowTask(task, "");
    }

    private static ObjectNode together(JsonNode some, JsonNode more) {
        ObjectNode all = some instanceof ObjectNode object ? object.deepCopy() : Json.object();
        more.properties().forEach(field -> all.set(field.getKey(), field.getValue()));
        return all;
    }
}
