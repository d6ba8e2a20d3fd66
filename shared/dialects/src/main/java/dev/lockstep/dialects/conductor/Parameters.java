package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.expression.Template;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns data with Conductor's {@code ${…}} in it into templates of ours. A text that is one {@code ${…}} yields the value itself; with
 * text around it, a value that is not there stands as {@code null}.
 */
final class Parameters {
    /** The id of the attempt that reads it. */
    private static final String TASK_ID = "CPEWF_TASK_ID";

    private final Roots roots;
    private final Faults faults;

    Parameters(WorkflowDefinition definition, Faults faults) {
        this.roots = new Roots(definition);
        this.faults = faults;
    }

    /** What stands in a task of that reference, which sees the rounds of the loops that it is in. */
    Template template(JsonNode data, String path, String reader) {
        return parsed(translated(data, path, roots.seenBy(reader)), path);
    }

    /** What a loop of that reference goes by at the end of each round. */
    Template templateWithin(JsonNode data, String path, String loop) {
        return parsed(translated(data, path, roots.seenWithin(loop)), path);
    }

    /** What is read when all tasks are over. */
    Template template(JsonNode data, String path) {
        return parsed(translated(data, path, roots.seenFromOutside()), path);
    }

    /** What a task shows as its output, when all are over; of a choice, the last one on the way that it took. */
    Template shown(WorkflowTask task) {
        try {
            return Template.expression(new LastTask(roots.seenFromOutside()).output(task), task.path(), faults);
        } catch (DataPath.Unsupported e) {
            faults.add(task.path() + ".taskReferenceName", String.valueOf(e.getMessage()));
            return Template.of(Json.object());
        }
    }

    /** What stands in no definition of a workflow, and reads what these are. */
    static Template template(JsonNode data, String path, DataPath.Roots seen, Faults faults) {
        Parameters none = new Parameters(new WorkflowDefinition(Json.object()), faults);
        return none.parsed(none.translated(data, path, seen), path);
    }

    private Template parsed(JsonNode data, String path) {
        Faults own = new Faults();
        Template template = Template.parse(data, path, own);
        own.list().forEach(fault -> faults.add(fault.path(), fault.message()));
        return template;
    }

    private JsonNode translated(JsonNode data, String path, DataPath.Roots seen) {
        if (data.isString()) {
            return JsonNodeFactory.instance.stringNode(text(data.stringValue(), path, seen));
        }
        if (data.isArray()) {
            ArrayNode items = Json.array();
            for (int i = 0; i < data.size(); i++) {
                items.add(translated(data.get(i), path + "[" + i + "]", seen));
            }
            return items;
        }
        if (data.isObject()) {
            ObjectNode fields = Json.object();
            data.properties()
                    .forEach(field -> fields.set(
                            field.getKey(), translated(field.getValue(), Paths.field(path, field.getKey()), seen)));
            return fields;
        }
        return data;
    }

    private String text(String text, String path, DataPath.Roots seen) {
        StringBuilder translated = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                int end = Braces.end(text, at + 1);
                translated.append(text, at, end);
                at = end;
            } else if (text.startsWith("${", at)) {
                if (!Braces.isClosed(text, at)) {
                    faults.add(path, "the ${ has no closing }: " + text);
                    return text;
                }
                int end = Braces.end(text, at);
                String expression = expression(text.substring(at + 2, end - 1), path, seen);
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

    private String expression(String path, String where, DataPath.Roots seen) {
        try {
            return expression(path, seen);
        } catch (DataPath.Unsupported e) {
            faults.add(where, "${" + path + "}: " + e.getMessage());
            return "null";
        }
    }

    private String expression(String path, DataPath.Roots seen) throws DataPath.Unsupported {
        return path.strip().equals(TASK_ID)
                ? Roots.OWN_TASK_ID
                : new DataPath(path.strip(), seen, inner -> expression(inner, seen)).expression();
    }
}
