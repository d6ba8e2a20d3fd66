package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Approval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who has approved of transitions that take more than one, as one text. */
final class Approvals {
    private Approvals() {}

    static AttributeValue write(List<Approval> approvals) {
        ArrayNode all = Json.array();
        for (Approval approval : approvals) {
            ObjectNode one = all.addObject()
                    .put("transition", approval.transition())
                    .put("by", approval.by().key())
                    .put("at", approval.at().toString());
            approval.by().reason().ifPresent(reason -> one.put("reason", reason));
            one.set("input", approval.input());
        }
        return Attributes.of(Json.write(all));
    }

    static List<Approval> read(String text) {
        return Json.read(text).valueStream().map(Approvals::read).toList();
    }

    private static Approval read(JsonNode one) {
        Optional<String> reason = Optional.ofNullable(one.get("reason")).map(JsonNode::stringValue);
        return new Approval(
                one.path("transition").stringValue(),
                new Actor(one.path("by").stringValue(), reason),
                Instant.parse(one.path("at").stringValue()),
                one.path("input"));
    }
}
