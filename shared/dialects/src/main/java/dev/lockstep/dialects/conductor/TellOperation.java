package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.ConfigField;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.operations.UntypedOperation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells what a task does that the definition leaves to expressions, or the branches of a fork. Told again it is the same, but for
 * what was registered meanwhile, so that it needs no claim; what was told is recorded, and holds from then on.
 *
 * @param definitions empty where definitions are only checked
 */
record TellOperation(Optional<RunTimeDefinitions> definitions) implements UntypedOperation {
    static final String TYPE = "Conductor.Tell";

    /** The task as the definition has it, which no expression is looked for in. */
    static final String TASK = "task";

    /** In the input: what the task is given. */
    static final String INPUT = "input";

    /** In the input: what the definition has instead of a field of the task's, its expressions come to values. */
    static final String FIELDS = "fields";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "Tells what a task does";
    }

    @Override
    public List<ConfigField> config() {
        return List.of(new ConfigField(TASK, Json.object().put("type", "object"), true, "The task", true));
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        RunTimeDefinitions found = definitions.orElseThrow(() -> new IllegalStateException("nothing to look into"));
        Workspace workspace = call.step()
                .orElseThrow(() -> new IllegalStateException("of no step"))
                .workflow()
                .workspace();
        ObjectNode json = (ObjectNode) call.config().path(TASK).deepCopy();
        WorkflowTask task = new WorkflowTask(json, "");
        if (task.is(TaskType.FORK_JOIN_DYNAMIC)) {
            return fork(workspace, found, task, new ForkForms(task, call.input()).branches());
        }
        call.input().path(FIELDS).properties().forEach(field -> json.set(field.getKey(), field.getValue()));
        JsonNode given = call.input().path(INPUT);
        return one(workspace, found, task, given instanceof ObjectNode object ? object : Json.object());
    }

    private static JsonNode one(Workspace workspace, RunTimeDefinitions found, WorkflowTask task, ObjectNode input)
            throws OperationFailure {
        WorkflowTask named = task.is(TaskType.DYNAMIC) ? named(task, input) : task;
        return new Telling(workspace, task.reference(), found, Stream.of(named)).tell(named, input);
    }

    /** A name that is a type of Conductor's own means that; any other is a worker's. */
    private static WorkflowTask named(WorkflowTask task, ObjectNode input) throws OperationFailure {
        String parameter = task.text("dynamicTaskNameParam").orElse("");
        String name = input.path(parameter).asString("");
        if (name.isBlank() || name.length() > Reading.LONGEST_NAME) {
            throw new OperationFailure(
                    TaskResult.FAILED,
                    "Cannot map a dynamic task based on the parameter and input. Parameter= " + parameter
                            + ", which must be a text of 1 to " + Reading.LONGEST_NAME + " characters");
        }
        ObjectNode json = task.json().deepCopy().put("name", name);
        json.put("type", TaskType.of(name).map(Enum::name).orElse(TaskType.SIMPLE.name()));
        return new WorkflowTask(json, "");
    }

    private static JsonNode fork(
            Workspace workspace, RunTimeDefinitions found, WorkflowTask fork, List<ForkForms.Branch> branches)
            throws OperationFailure {
        Telling telling = new Telling(
                workspace, fork.reference(), found, branches.stream().map(ForkForms.Branch::task));
        ObjectNode told = Json.object();
        ArrayNode steps = told.putObject(GatherOperation.BRANCHES).putArray("items");
        ArrayNode references = told.putObject(GatherOperation.REFERENCES).putArray("items");
        for (ForkForms.Branch branch : branches) {
            steps.add(telling.tell(branch.task(), branch.input()));
            references.add(branch.task().reference());
        }
        return told;
    }
}
