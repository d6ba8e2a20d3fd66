package dev.lockstep.dialects.conductor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells what of a definition is kept and given back, and has no effect. What is left at its default goes without saying. */
public final class Remarks {
    private static final String KEPT = "is kept, and has no effect";

    private static final Set<String> OF_WORKFLOWS = Set.of(
            "workflowStatusListenerEnabled",
            "workflowStatusListenerSink",
            "inputSchema",
            "outputSchema",
            "rateLimitConfig",
            "cacheConfig",
            "maskedFields");

    private static final Set<String> OF_TASKS =
            Set.of("asyncComplete", "rateLimited", "onStateChange", "cacheConfig", "joinStatus", "joinMode");

    private static final Set<String> OF_TASK_DEFINITIONS =
            Set.of("isolationGroupId", "executionNameSpace", "inputSchema", "outputSchema", "runtimeMetadata");

    private final List<Remark> remarks = new ArrayList<>();

    private Remarks() {}

    /** On a definition and all its tasks, in the order in which they are written. */
    public static List<Remark> on(WorkflowDefinition definition) {
        Remarks remarks = new Remarks();
        remarks.add(definition.json(), Defaults.workflow(), OF_WORKFLOWS, "");
        definition.allTasks().forEach(remarks::add);
        return remarks.remarks;
    }

    public static List<Remark> on(TaskDefinition definition) {
        Remarks remarks = new Remarks();
        remarks.add(definition.json(), Defaults.taskDefinition(), OF_TASK_DEFINITIONS, "");
        return remarks.remarks;
    }

    private void add(WorkflowTask task) {
        Set<String> without = new HashSet<>(OF_TASKS);
        if (AsyncComplete.isKnownTo(task)) {
            without.remove("asyncComplete");
        }
        if (task.startDelaySeconds().isEmpty()) {
            without.add("startDelay");
        }
        add(task.json(), Defaults.task(), without, task.path() + ".");
        task.definition()
                .ifPresent(definition -> add(
                        definition.json(),
                        Defaults.taskDefinition(),
                        OF_TASK_DEFINITIONS,
                        task.path() + ".taskDefinition."));
    }

    private void add(ObjectNode given, JsonNode defaults, Set<String> without, String path) {
        given.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (without.contains(field.getKey()) && !isNothing(value) && !value.equals(defaults.get(field.getKey()))) {
                remarks.add(new Remark(path + field.getKey(), KEPT));
            }
        });
    }

    /** Whether it says as much as if it were not there. */
    private static boolean isNothing(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> true;
            case NUMBER -> value.doubleValue() == 0;
            case STRING -> value.stringValue().isEmpty();
            case ARRAY, OBJECT -> value.isEmpty();
            case BOOLEAN, BINARY, POJO -> false;
        };
    }
}
