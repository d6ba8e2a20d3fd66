package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The graph that the engine runs: stages by id, in the order of the definition. Every expression in it is parsed. */
public final class Plan {
    private final JsonNode inputSchema;
    private final List<String> entry;
    private final Map<String, Stage> stages;

    /**
     * @param inputSchema what an execution's input must match, as JSON Schema 2020-12
     * @param entry the stages that a start activates
     * @param stages all of them, joins after the stages of the definition
     */
    @JsonCreator
    public Plan(
            @JsonProperty("input_schema") JsonNode inputSchema,
            @JsonProperty("entry") List<String> entry,
            @JsonProperty("stages") List<Stage> stages) {
        this.inputSchema = inputSchema;
        this.entry = List.copyOf(entry);
        this.stages = new LinkedHashMap<>();
        stages.forEach(stage -> this.stages.put(stage.id(), stage));
    }

    @JsonProperty("input_schema")
    public JsonNode inputSchema() {
        return inputSchema;
    }

    @JsonProperty("entry")
    public List<String> entry() {
        return entry;
    }

    @JsonProperty("stages")
    public List<Stage> stages() {
        return List.copyOf(stages.values());
    }

    public Optional<Stage> find(String id) {
        return Optional.ofNullable(stages.get(id));
    }

    /**
     * The stage that an edge or a step names.
     *
     * @throws IllegalStateException where there is none: a plan never names a stage that it lacks
     */
    public Stage stage(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("the plan has no stage " + id));
    }

    /**
     * The operation that a step names.
     *
     * @throws IllegalStateException where there is none of that id
     */
    public Stage.Operation operation(String id) {
        return switch (stage(id)) {
            case Stage.Operation operation -> operation;
            case Stage.Join join -> throw new IllegalStateException("a step names the join " + id);
        };
    }

    /** The stages that do the work of the definition, in its order: all but the joins. */
    public List<Stage.Operation> operations() {
        return stages.values().stream()
                .filter(Stage.Operation.class::isInstance)
                .map(Stage.Operation.class::cast)
                .toList();
    }

    /** The ids of the stages that end the execution: those from which a token leaves the graph. */
    public List<String> lastOperations() {
        return operations().stream().filter(this::leadsOnlyOut).map(Stage::id).toList();
    }

    private boolean leadsOnlyOut(Stage stage) {
        return stage.next().stream().allMatch(edge -> switch (edge) {
            case Edge.To to -> false;
            case Edge.Into into -> leadsOnlyOut(stage(into.join()));
            case Edge.End end -> true;
        });
    }
}
