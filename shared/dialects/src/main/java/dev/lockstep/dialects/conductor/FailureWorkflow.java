package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.OnFailure;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.expression.Template;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The workflow that a definition has started when one of it has failed.
 *
 * @param name as the definition has it: outright, or {@code $workflow.input.NAME} for what the input has under that name
 * @param version the highest where none is given
 */
record FailureWorkflow(String name, Optional<Integer> version) {
    private static final Pattern IN_INPUT = Pattern.compile("\\$workflow\\.input\\.([^.]+)");

    static Optional<FailureWorkflow> of(JsonNode definition) {
        String name = definition.path("failureWorkflow").asString("");
        int version = definition.path("failureWorkflowVersion").asInt(0);
        return name.isBlank()
                ? Optional.empty()
                : Optional.of(new FailureWorkflow(name, Optional.of(version).filter(number -> number > 0)));
    }

    static void check(Reading definition) {
        definition.text("failureWorkflow");
        definition.number("failureWorkflowVersion", 0, 99_999_999);
        of(definition.object())
                .filter(given -> given.name().startsWith("$") && given.field().isEmpty())
                .ifPresent(given -> definition.fault(
                        "failureWorkflow", "must be a name, or as $workflow.input.NAME that of a field of the input"));
    }

    /** The field of the input that its name comes with, where the definition does not say it outright. */
    private Optional<String> field() {
        Matcher matcher = IN_INPUT.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** What names it as a child is named, where the definition says it outright. */
    Optional<JsonNode> child() {
        return field().isPresent() ? Optional.empty() : Optional.of(named(name));
    }

    /** The same where the name comes with the input, if it does. */
    Optional<String> nameIn(ObjectNode input) {
        return field().map(field -> input.path(field).asString("")).filter(given -> !given.isBlank());
    }

    private ObjectNode named(String given) {
        return Json.object().put("name", given).put("version", version.orElse(0));
    }

    /** For the plan. Of a name that comes with the input, the version is the latest that was made by then. */
    OnFailure compiled(Children children, Faults faults) {
        if (field().isEmpty()) {
            Optional<Integer> resolved = children.resolve(named(name)).map(WorkflowRef::version);
            return new OnFailure(
                    Template.parse(text(Names.workflow(name).value()), "failureWorkflow", faults), resolved);
        }
        try {
            return new OnFailure(
                    Template.parse(
                            text(Names.workflowIn("input." + DataPath.quoted(field().get()))),
                            "failureWorkflow",
                            faults),
                    Optional.empty());
        } catch (DataPath.Unsupported e) {
            faults.add("failureWorkflow", String.valueOf(e.getMessage()));
            return new OnFailure(Template.of(text("")), Optional.empty());
        }
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }
}
