package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Digest;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.RegisterWorkflow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The versions of the engine's that definitions run on. Conductor has an execution keep the definitions that it began with, those of its
 * tasks included, while both may be written over: so each combination becomes a version when it is first started.
 */
public final class Snapshots {
    private static final int MOST_KEPT = 1_000;
    private static final int MOST_TRIES = 10;

    private final DefinitionStore definitions;
    private final RegisterWorkflow register;
    private final WorkflowCompiler compiler;
    private final Map<Known, Integer> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Known, Integer> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private final Lock making = new ReentrantLock();

    private record Known(Workspace workspace, String name, String fingerprint) {}

    public Snapshots(DefinitionStore definitions, RegisterWorkflow register, WorkflowCompiler compiler) {
        this.definitions = definitions;
        this.register = register;
        this.compiler = compiler;
    }

    /** The version that a definition runs on as things are now. */
    public WorkflowRef of(Caller caller, WorkflowDefinition definition) {
        return of(caller, definition, new HashSet<>());
    }

    /**
     * @param above the workflows that this one is started by: one among them is looked up when it is started again
     */
    private WorkflowRef of(Caller caller, WorkflowDefinition definition, Set<String> above) {
        Workspace workspace = caller.workspace();
        Map<String, Optional<RunTimeDefinitions.Known>> children = new LinkedHashMap<>();
        above.add(definition.name());
        Stream.concat(
                        definition
                                .allTasks()
                                .filter(task -> !DynamicCompiler.isToldAtRunTime(task))
                                .flatMap(task -> task.child().stream()),
                        definition.failureWorkflow().flatMap(FailureWorkflow::child).stream())
                .forEach(child -> children.put(key(child), child(caller, child, above)));
        above.remove(definition.name());
        WorkflowDefinition whole = withTasks(workspace, definition, children);
        String fingerprint = fingerprint(whole, children);
        Known asked = new Known(workspace, definition.name(), fingerprint);
        int version = recall(asked)
                .or(() -> definitions.snapshot(workspace, definition.name(), fingerprint))
                .orElseGet(() -> makeOnce(caller, whole, children, fingerprint));
        synchronized (known) {
            known.put(asked, version);
        }
        return new WorkflowRef(workspace, Names.workflow(definition.name()), version);
    }

    private Optional<Integer> recall(Known asked) {
        synchronized (known) {
            return Optional.ofNullable(known.get(asked));
        }
    }

    private static String key(JsonNode child) {
        JsonNode given = child.path("workflowDefinition");
        String named =
                key(child.path("name").asString(""), child.path("version").asInt(0));
        return given.isObject() ? named + "/" + Digest.sha256(Json.write(given)) : named;
    }

    /** Which one a workflow is that is named without its version. */
    private static Optional<Integer> version(
            ObjectNode child, Map<String, Optional<RunTimeDefinitions.Known>> children) {
        boolean isOpen = child.path("version").asInt(0) <= 0
                && !child.path("workflowDefinition").isObject();
        return Optional.of(child)
                .filter(any -> isOpen)
                .flatMap(open -> children.getOrDefault(key(open), Optional.empty()))
                .map(found -> found.definition().version());
    }

    private static String key(String name, int version) {
        return name + "/" + version;
    }

    private Optional<RunTimeDefinitions.Known> child(Caller caller, JsonNode child, Set<String> above) {
        JsonNode given = child.path("workflowDefinition");
        if (given.isObject()) {
            return Optional.of(known(caller, DefinitionReader.read(given, "", new Faults()), above));
        }
        String name = child.path("name").asString("");
        Optional<Integer> version = Optional.of(child.path("version").asInt(0)).filter(number -> number > 0);
        return above.contains(name)
                ? Optional.empty()
                : definitions
                        .findWorkflow(caller.workspace(), name, version)
                        .map(definition -> known(caller, definition, above));
    }

    private RunTimeDefinitions.Known known(Caller caller, WorkflowDefinition definition, Set<String> above) {
        return new RunTimeDefinitions.Known(definition, of(caller, definition, above));
    }

    /**
     * Many may start a new definition at once. Those of this process make the version one after another, so that all but the first
     * find it; whoever loses against another process looks again, since who won has made it or is about to.
     */
    private int makeOnce(
            Caller caller,
            WorkflowDefinition whole,
            Map<String, Optional<RunTimeDefinitions.Known>> children,
            String fingerprint) {
        making.lock();
        try {
            for (int tries = 1; ; tries++) {
                Optional<Integer> made = definitions.snapshot(caller.workspace(), whole.name(), fingerprint);
                if (made.isPresent()) {
                    return made.get();
                }
                try {
                    return make(caller, whole, children, fingerprint);
                } catch (Refusal refusal) {
                    if (refusal.kind() != Refusal.Kind.CONFLICT || tries == MOST_TRIES) {
                        throw refusal;
                    }
                }
            }
        } finally {
            making.unlock();
        }
    }

    private int make(
            Caller caller,
            WorkflowDefinition whole,
            Map<String, Optional<RunTimeDefinitions.Known>> children,
            String fingerprint) {
        Map<String, WorkflowRef> refs = new HashMap<>();
        children.forEach((key, child) -> child.ifPresent(found -> {
            refs.put(key, found.ref());
            if (key.equals(key(found.definition().name(), 0))) {
                // Where the definition leaves the version open, it has one by now.
                refs.put(key(found.definition().name(), found.definition().version()), found.ref());
            }
        }));
        Children resolved = child -> Optional.ofNullable(refs.get(key(child)));
        int version = register.put(
                        caller, Names.workflow(whole.name()), compiler.compile(whole, resolved), Optional.empty())
                .version();
        definitions.rememberSnapshot(caller.workspace(), whole.name(), fingerprint, version);
        return version;
    }

    private static String fingerprint(
            WorkflowDefinition whole, Map<String, Optional<RunTimeDefinitions.Known>> children) {
        ObjectNode all = Json.object();
        all.set("definition", whole.json());
        ObjectNode versions = all.putObject("children");
        children.forEach((name, child) ->
                child.ifPresent(found -> versions.put(name, found.ref().version())));
        return Digest.sha256(Json.write(all));
    }

    /**
     * The definition with those of its tasks in it that are registered, where it has none of its own, and with the versions of the
     * workflows that it waits for, where it leaves them open.
     */
    private WorkflowDefinition withTasks(
            Workspace workspace,
            WorkflowDefinition definition,
            Map<String, Optional<RunTimeDefinitions.Known>> children) {
        Set<String> names = new HashSet<>();
        definition.allTasks().forEach(task -> names.add(task.name()));
        Map<String, TaskDefinition> found = definitions.findTasks(workspace, names);
        ObjectNode json = definition.json().deepCopy();
        embed(json.path("tasks"), found, children);
        return new WorkflowDefinition(json);
    }

    private static void embed(
            JsonNode tasks,
            Map<String, TaskDefinition> found,
            Map<String, Optional<RunTimeDefinitions.Known>> children) {
        for (JsonNode each : tasks) {
            if (each instanceof ArrayNode branch) {
                embed(branch, found, children);
            } else if (each instanceof ObjectNode task) {
                TaskDefinition definition = found.get(task.path("name").asString(""));
                if (definition != null && !task.has("taskDefinition")) {
                    task.set("taskDefinition", definition.json());
                }
                if (task.get("subWorkflowParam") instanceof ObjectNode child) {
                    version(child, children).ifPresent(version -> child.put("version", version));
                }
                task.path("decisionCases").forEach(way -> embed(way, found, children));
                embed(task.path("defaultCase"), found, children);
                embed(task.path("forkTasks"), found, children);
                embed(task.path("loopOver"), found, children);
            }
        }
    }
}
