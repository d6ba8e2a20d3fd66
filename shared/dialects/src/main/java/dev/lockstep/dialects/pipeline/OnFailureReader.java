package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.OnFailure;
import dev.lockstep.engine.expression.References;
import dev.lockstep.engine.expression.Template;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads which workflow is started when an execution has failed. */
final class OnFailureReader {
    private static final String PATH = "on_failure";

    private OnFailureReader() {}

    static Optional<OnFailure> read(Fields definition, Faults faults) {
        Optional<JsonNode> given = definition.object(PATH);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = new Fields(given.get(), PATH, faults);
        fields.require("workflow_id");
        String id = fields.text("workflow_id", 4_096).orElse("");
        Optional<Integer> version = fields.integer("version", 1, Integer.MAX_VALUE);
        fields.refuseOthers();
        Template workflow = Template.parse(JsonNodeFactory.instance.stringNode(id), fields.at("workflow_id"), faults);
        if (!workflow.isLiteral() && !readsInputAlone(workflow.references())) {
            faults.add(fields.at("workflow_id"), "an expression may read `input` alone here");
        }
        return Optional.of(new OnFailure(workflow, version));
    }

    private static boolean readsInputAlone(References references) {
        return references.equals(new References(Set.of(), true, false, false, false, false));
    }
}
