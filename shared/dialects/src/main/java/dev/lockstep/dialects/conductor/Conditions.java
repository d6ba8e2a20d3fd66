package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.expression.Template;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What decides between the cases of a switch. */
final class Conditions {
    private Conditions() {}

    /** Whether a value, as a text, is this one. A value that is not there is {@code null}. */
    static Template equal(Template value, String wanted, String path, Faults faults) {
        if (value.literal().isEmpty() && !isOneExpression(value)) {
            faults.add(path, "what a switch goes by must be one ${…}, or a value");
            return Template.of(JsonNodeFactory.instance.booleanNode(false));
        }
        return value.literal()
                .map(literal -> Template.of(
                        JsonNodeFactory.instance.booleanNode(text(literal).equals(wanted))))
                .orElseGet(() -> Template.expression(
                        "($v := " + bare(value) + "; ($exists($v) and $v != null ? $string($v) : \"null\") = "
                                + DataPath.literal(wanted) + ")",
                        path,
                        faults));
    }

    private static String text(JsonNode literal) {
        return literal.isString() ? literal.stringValue() : literal.toString();
    }

    /** Whether any of the tasks has failed. */
    static Template anyFailed(List<WorkflowTask> tasks, Faults faults) {
        List<String> failed = new ArrayList<>();
        for (WorkflowTask task : tasks) {
            try {
                failed.add("steps." + DataPath.quoted(task.reference()) + ".status = \"FAILED\"");
            } catch (DataPath.Unsupported e) {
                faults.add(task.path() + ".taskReferenceName", String.valueOf(e.getMessage()));
            }
        }
        return Template.expression(failed.isEmpty() ? "false" : String.join(" or ", failed), "permissive", faults);
    }

    private static boolean isOneExpression(Template value) {
        String source = value.source().asString("");
        return source.startsWith("${") && source.endsWith("}") && source.lastIndexOf("${") == 0;
    }

    /** An expression without its braces. */
    private static String bare(Template value) {
        String source = value.source().asString("");
        return source.substring(2, source.length() - 1);
    }
}
