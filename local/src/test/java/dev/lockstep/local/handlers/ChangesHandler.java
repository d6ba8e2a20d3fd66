package dev.lockstep.local.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.engine.data.Json;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Notes every record of a stream. An item that holds {@code fault} fails as that says. */
public final class ChangesHandler extends JsonHandler {
    /** All records, in the order in which they were delivered. */
    public static final List<JsonNode> RECORDS = new CopyOnWriteArrayList<>();

    public ChangesHandler(Deployment deployment) {}

    /** The records about the items of one partition. */
    public static List<JsonNode> of(String pk) {
        return RECORDS.stream()
                .filter(record -> record.path("dynamodb")
                        .path("Keys")
                        .path("pk")
                        .path("S")
                        .asString("")
                        .equals(pk))
                .toList();
    }

    @Override
    String answer(JsonNode event, Context context) {
        ObjectNode answer = Json.object();
        ArrayNode failures = answer.putArray("batchItemFailures");
        boolean throwing = false;
        for (JsonNode record : event.path("Records")) {
            JsonNode change = record.path("dynamodb");
            RECORDS.add(record);
            String fault = change.path("NewImage").path("fault").path("S").asString("");
            throwing |= fault.equals("throw");
            if (fault.equals("report")) {
                failures.addObject()
                        .put("itemIdentifier", change.path("SequenceNumber").asString(""));
            }
        }
        if (throwing) {
            throw new IllegalArgumentException("as asked");
        }
        return Json.write(answer);
    }
}
