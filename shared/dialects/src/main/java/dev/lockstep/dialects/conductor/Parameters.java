package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.expression.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns data with Conductor's {@code ${…}} in it into templates of ours. A text that is one {@code ${…}} yields the value itself; with
 * text around it, a value that is not there stands as {@code null}.
 */
final class Parameters {
    /** The loops around each task, by its reference. */
    private final Map<String, List<String>> loops = new HashMap<>();

    private final Map<String, Optional<TaskType>> types = new HashMap<>();
    private final WorkflowDefinition definition;
    private List<String> seenFrom = List.of();
    private final DataPath.Roots roots;
    private final Faults faults;

    Parameters(WorkflowDefinition definition, Faults faults) {
        this.definition = definition;
        this.roots = this::root;
        this.faults = faults;
        definition.tasks().forEach(task -> note(task, List.of()));
    }

    /** For data that stands in no definition of a workflow. */
    Parameters(DataPath.Roots roots, Faults faults) {
        this.definition = new WorkflowDefinition(Json.object());
        this.roots = roots;
        this.faults = faults;
    }

    private void note(WorkflowTask task, List<String> around) {
        loops.put(task.reference(), around);
        types.put(task.reference(), task.type());
        List<String> within = new ArrayList<>(around);
        within.add(task.reference());
        task.loopOver().forEach(inner -> note(inner, within));
        task.decisionCases().values().forEach(way -> way.forEach(inner -> note(inner, around)));
        task.defaultCase().forEach(inner -> note(inner, around));
        task.forkTasks().forEach(branch -> branch.forEach(inner -> note(inner, around)));
    }

    /** What stands in a task of that reference, which sees the rounds of the loops that it is in. */
    Template template(JsonNode data, String path, String reader) {
        seenFrom = loops.getOrDefault(reader, List.of());
        try {
            return template(data, path);
        } finally {
            seenFrom = List.of();
        }
    }

    Template template(JsonNode data, String path) {
        Faults own = new Faults();
        Template template = Template.parse(translated(data, path), path, own);
        own.list().forEach(fault -> faults.add(fault.path(), fault.message()));
        return template;
    }

    private JsonNode translated(JsonNode data, String path) {
        if (data.isString()) {
            return JsonNodeFactory.instance.stringNode(text(data.stringValue(), path));
        }
        if (data.isArray()) {
            ArrayNode items = Json.array();
            for (int i = 0; i < data.size(); i++) {
                items.add(translated(data.get(i), path + "[" + i + "]"));
            }
            return items;
        }
        if (data.isObject()) {
            ObjectNode fields = Json.object();
            data.properties()
                    .forEach(field -> fields.set(
                            field.getKey(), translated(field.getValue(), Paths.field(path, field.getKey()))));
            return fields;
        }
        return data;
    }

    private String text(String text, String path) {
        StringBuilder translated = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                int end = end(text, at + 1);
                translated.append(text, at, end);
                at = end;
            } else if (text.startsWith("${", at)) {
                int end = end(text, at);
                if (end == text.length() && !text.endsWith("}")) {
                    faults.add(path, "the ${ has no closing }: " + text);
                    return text;
                }
                String expression = expression(text.substring(at + 2, end - 1), path);
                boolean whole = at == 0 && end == text.length();
                translated
                        .append("${")
                        .append(whole ? expression : spliced(expression))
                        .append('}');
                at = end;
            } else {
                translated.append(text.charAt(at++));
            }
        }
        return translated.toString();
    }

    private static String spliced(String expression) {
        return "($v := " + expression + "; $exists($v) and $v != null ? $v : \"null\")";
    }

    /** Past the brace that closes the one that is opened here, or the end of the text. */
    private static int end(String text, int open) {
        int depth = 0;
        for (int at = open + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return at + 1;
            }
        }
        return text.length();
    }

    private String expression(String path, String where) {
        try {
            return new DataPath(path.strip(), roots).expression();
        } catch (DataPath.Unsupported e) {
            faults.add(where, "${" + path + "}: " + e.getMessage());
            return "null";
        }
    }

    /** What a task within a loop gave, for those behind the loop: in its last round. */
    private static String lastRound(String loop) throws DataPath.Unsupported {
        String output = "steps." + DataPath.quoted(loop) + ".output";
        return "$lookup(" + output + ", $string(" + output + ".iteration))";
    }

    /** What a path begins with: the first name in it and, where that is not enough, the second. */
    private String root(String first, String second) throws DataPath.Unsupported {
        if (!first.equals("workflow")) {
            List<String> around = loops.get(first);
            if (around == null) {
                throw new DataPath.Unsupported(first + " is no task of the definition, nor \"workflow\"");
            }
            String step = "steps." + DataPath.quoted(first);
            boolean beyond = !seenFrom.containsAll(around);
            if (beyond && second.equals("output") && around.size() == 1) {
                return lastRound(around.getFirst()) + "." + DataPath.quoted(first);
            }
            return switch (second) {
                case "output" ->
                    types.getOrDefault(first, Optional.empty()).equals(Optional.of(TaskType.START_WORKFLOW))
                            ? "{\"workflowId\": " + step + ".output.execution_id}"
                            : step + ".output";
                case "input", "status" -> step + "." + second;
                case "iteration" -> step + ".iteration + 1";
                case "referenceTaskName" -> DataPath.literal(first);
                case "workflowInstanceId" -> "workflow.execution_id";
                case "reasonForIncompletion" -> step + ".error.message";
                default -> throw new DataPath.Unsupported(second + " of a task cannot be read");
            };
        }
        return switch (second) {
            case "input" -> "input";
            case "variables" -> "variables";
            case "workflowId" -> "workflow.execution_id";
            case "correlationId" -> "workflow.correlation_id";
            case "parentWorkflowId" -> "workflow.parent_execution_id";
            case "workflowType" -> DataPath.literal(definition.name());
            case "version" -> Integer.toString(definition.version());
            case "schemaVersion" -> "2";
            case "status" -> DataPath.literal("RUNNING");
            case "output", "reasonForIncompletion" -> "null";
            default -> throw new DataPath.Unsupported(second + " of a workflow cannot be read");
        };
    }
}
