package dev.lockstep.local.sources;

import dev.lockstep.engine.data.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a stream's records as the event that Lambda makes of them. */
record StreamEvent(String streamArn, String region) {
    byte[] of(List<JsonNode> records) {
        ObjectNode event = Json.object();
        ArrayNode list = event.putArray("Records");
        records.forEach(list::add);
        return Json.write(event).getBytes(StandardCharsets.UTF_8);
    }

    JsonNode record(Record record) {
        StreamRecord change = record.dynamodb();
        ObjectNode written = Json.object()
                .put("eventID", record.eventID())
                .put("eventName", name(record))
                .put("eventVersion", "1.1")
                .put("eventSource", "aws:dynamodb")
                .put("awsRegion", region);
        ObjectNode body = written.putObject("dynamodb");
        if (change.approximateCreationDateTime() != null) {
            body.put(
                    "ApproximateCreationDateTime",
                    change.approximateCreationDateTime().getEpochSecond());
        }
        body.set("Keys", item(change.keys()));
        if (change.hasNewImage()) {
            body.set("NewImage", item(change.newImage()));
        }
        if (change.hasOldImage()) {
            body.set("OldImage", item(change.oldImage()));
        }
        body.put("SequenceNumber", change.sequenceNumber())
                .put("SizeBytes", change.sizeBytes())
                .put("StreamViewType", change.streamViewTypeAsString());
        written.put("eventSourceARN", streamArn);
        if (record.userIdentity() != null) {
            written.putObject("userIdentity")
                    .put("type", record.userIdentity().type())
                    .put("principalId", record.userIdentity().principalId());
        }
        return written;
    }

    /** DynamoDB Local's own sweep calls what it removes something that AWS does not. */
    private static String name(Record record) {
        return record.eventName() == OperationType.UNKNOWN_TO_SDK_VERSION
                ? OperationType.REMOVE.toString()
                : record.eventNameAsString();
    }

    private static ObjectNode item(Map<String, AttributeValue> item) {
        ObjectNode written = Json.object();
        item.forEach((name, value) -> written.set(name, value(value)));
        return written;
    }

    private static ObjectNode value(AttributeValue value) {
        ObjectNode typed = Json.object();
        switch (value.type()) {
            case S -> typed.put("S", value.s());
            case N -> typed.put("N", value.n());
            case B -> typed.put("B", base64(value.b()));
            case BOOL -> typed.put("BOOL", value.bool());
            case NUL -> typed.put("NULL", true);
            case SS -> texts(typed.putArray("SS"), value.ss());
            case NS -> texts(typed.putArray("NS"), value.ns());
            case BS ->
                texts(
                        typed.putArray("BS"),
                        value.bs().stream().map(StreamEvent::base64).toList());
            case L -> {
                ArrayNode list = typed.putArray("L");
                value.l().forEach(element -> list.add(value(element)));
            }
            case M -> typed.set("M", item(value.m()));
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalStateException("an attribute of an unknown type");
        }
        return typed;
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }
}
