package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The graph that the engine runs: stages by id, in the order of the definition. Every expression in it is parsed. */
public final class Plan {
    private final JsonNode inputSchema;
    private final Optional<Integer> timeoutSeconds;
    private final List<String> entry;
    private final Map<String, Stage> stages = new LinkedHashMap<>();
    private final Map<String, Integer> depths = new ConcurrentHashMap<>();
    private final List<Stage.Task> tasks;
    private final boolean compensates;
    private final boolean machine;
    private final boolean prompt;
    private final boolean handsOutWhilePaused;
    private final Optional<OnFailure> onFailure;

    /**
     * @param inputSchema what an execution's input must match, as JSON Schema 2020-12
     * @param timeoutSeconds how long an execution may take, where that is bounded
     * @param entry the stages that a start activates
     * @param stages all of them, joins after the stages of the definition
     * @param prompt whether what decides the way on is done at once where somebody outside makes a commit, so that the answer shows what
     *     comes next; otherwise it goes by way of the queue
     * @param handsOutWhilePaused whether workers are given tasks while the execution is paused that were offered before
     * @param onFailure what is started when an execution has failed, if anything is
     */
    @JsonCreator
    public Plan(
            @JsonProperty("input_schema") JsonNode inputSchema,
            @JsonProperty("timeout_seconds") Optional<Integer> timeoutSeconds,
            @JsonProperty("entry") List<String> entry,
            @JsonProperty("stages") List<Stage> stages,
            @JsonProperty("prompt") Optional<Boolean> prompt,
            @JsonProperty("hands_out_while_paused") Optional<Boolean> handsOutWhilePaused,
            @JsonProperty("on_failure") Optional<OnFailure> onFailure) {
        this.inputSchema = inputSchema;
        this.timeoutSeconds = timeoutSeconds;
        this.entry = List.copyOf(entry);
        stages.forEach(stage -> this.stages.put(stage.id(), stage));
        this.tasks = stages.stream()
                .filter(Stage.Task.class::isInstance)
                .map(Stage.Task.class::cast)
                .toList();
        this.compensates = tasks.stream().anyMatch(task -> task.place().undoes().isPresent());
        this.machine = tasks.stream().anyMatch(task -> task.place().moves().isPresent());
        this.prompt = prompt.orElse(false);
        this.handsOutWhilePaused = handsOutWhilePaused.orElse(false);
        this.onFailure = onFailure;
    }

    public Plan(JsonNode inputSchema, Optional<Integer> timeoutSeconds, List<String> entry, List<Stage> stages) {
        this(inputSchema, timeoutSeconds, entry, stages, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, prompt. */
    public Plan promptly() {
        return new Plan(inputSchema, timeoutSeconds, entry, stages(), Optional.of(true), handsOut(), onFailure);
    }

    /** The same, with tasks that were offered before a pause handed out during it. */
    public Plan handingOutWhilePaused() {
        return new Plan(inputSchema, timeoutSeconds, entry, stages(), prompt(), Optional.of(true), onFailure);
    }

    /** Whether workers are given tasks while the execution is paused that were offered before. */
    public boolean handsOutWhilePaused() {
        return handsOutWhilePaused;
    }

    @JsonProperty("hands_out_while_paused")
    Optional<Boolean> handsOut() {
        return Optional.of(handsOutWhilePaused);
    }

    /** The same, with what is started when an execution has failed. */
    public Plan onFailure(Optional<OnFailure> started) {
        return new Plan(inputSchema, timeoutSeconds, entry, stages(), prompt(), handsOut(), started);
    }

    @JsonProperty("on_failure")
    public Optional<OnFailure> onFailure() {
        return onFailure;
    }

    /** Whether what decides the way on is done at once where somebody outside makes a commit. */
    public boolean isPrompt() {
        return prompt;
    }

    @JsonProperty("prompt")
    Optional<Boolean> prompt() {
        return Optional.of(prompt);
    }

    @JsonProperty("input_schema")
    public JsonNode inputSchema() {
        return inputSchema;
    }

    @JsonProperty("timeout_seconds")
    public Optional<Integer> timeoutSeconds() {
        return timeoutSeconds;
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
     * The task that a step names.
     *
     * @throws IllegalStateException where there is none of that id
     */
    public Stage.Task task(String id) {
        if (stage(id) instanceof Stage.Task task) {
            return task;
        }
        throw new IllegalStateException(id + " is no task");
    }

    /** The stages that do the work of the definition, in its order: all but what gathers tokens, and what compensates. */
    public List<Stage.Task> tasks() {
        return tasks.stream().filter(task -> task.place().undoes().isEmpty()).toList();
    }

    /** Whether any task is undone when the execution fails. */
    public boolean compensates() {
        return compensates;
    }

    /** The loops around a stage, and those of the loops that run for each element, make its iterations long: how long. */
    public int depth(Stage stage) {
        return switch (stage) {
            case Stage.Task task -> depths.computeIfAbsent(task.id(), id -> depthOf(task));
            case Stage.Gather gather -> depth(task(gather.task()));
            case Stage.Items items -> depth(task(items.task())) + 1;
            case Stage.Join join ->
                depth(stage(join.fork()
                        .orElseThrow(() -> new IllegalStateException("a join is where the token came from: " + join))));
            case Stage.Fork fork -> Moves.depth(fork.forks().size());
        };
    }

    private int depthOf(Stage.Task task) {
        if (task.place().undoes().isPresent()) {
            return depthOf(task(task.place().undoes().get()));
        }
        if (task.place().moves().isPresent()) {
            return Moves.depth(task.place().moves().get().forks().size());
        }
        if (task.place().within().isEmpty()) {
            return 1;
        }
        Stage.Task loop = task(task.place().within().get());
        return depthOf(loop) + (loop.forEach().isPresent() ? 2 : 1);
    }

    /** The loops that a task is within, the innermost first. */
    public Stream<String> around(Stage.Task task) {
        return Stream.iterate(
                        task.place().within(),
                        Optional::isPresent,
                        loop -> task(loop.orElseThrow()).place().within())
                .flatMap(Optional::stream);
    }

    /** Whether it is a machine, whose states are entered any number of times. */
    public boolean isMachine() {
        return machine;
    }

    /** The ids of the stages that end the execution: those from which a token leaves the graph. */
    public List<String> lastTasks() {
        return tasks().stream()
                .filter(task ->
                        task.place().within().isEmpty() && task.place().moves().isEmpty() && leadsOnlyOut(task))
                .map(Stage::id)
                .toList();
    }

    private boolean leadsOnlyOut(Stage stage) {
        return stage.next().stream().allMatch(edge -> switch (edge) {
            case Edge.To to -> false;
            case Edge.Into into -> into.target().isEmpty();
            case Edge.Back back -> false;
            case Edge.End end -> true;
            case Edge.Enter enter -> false;
            case Edge.Arrive arrive -> false;
            case Edge.Leave leave -> false;
        });
    }

    /** Stands for a stage where an execution is the parent of one that was started since it had failed. No stage is called so. */
    public static final String ON_FAILURE = "on-failure:";

    /** What gathers the elements of a task that runs for each. */
    public static String gather(String task) {
        return "each:" + task;
    }

    /** What holds the elements of a task that runs for each. */
    public static String items(String task) {
        return "items:" + task;
    }
}
