package dev.lockstep.adapters.dynamodb;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/** Reads items as the events of a table's stream hold them: DynamoDB's own JSON. */
final class StreamImage {
    private StreamImage() {}

    static Map<String, AttributeValue> read(JsonNode image) {
        Map<String, AttributeValue> item = new HashMap<>();
        image.properties().forEach(attribute -> item.put(attribute.getKey(), value(attribute.getValue())));
        return item;
    }

    private static AttributeValue value(JsonNode typed) {
        String type = typed.propertyNames().stream().findFirst().orElse("");
        JsonNode value = typed.path(type);
        return switch (type) {
            case "S" -> AttributeValue.fromS(value.asString());
            case "N" -> AttributeValue.fromN(value.asString());
            case "B" -> AttributeValue.fromB(bytes(value));
            case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
            case "NULL" -> AttributeValue.fromNul(true);
            case "SS" -> AttributeValue.fromSs(texts(value));
            case "NS" -> AttributeValue.fromNs(texts(value));
            case "BS" ->
                AttributeValue.fromBs(
                        value.valueStream().map(StreamImage::bytes).toList());
            case "L" -> AttributeValue.fromL(values(value));
            case "M" -> AttributeValue.fromM(read(value));
            default -> throw new IllegalArgumentException("an attribute has the unknown type \"" + type + "\"");
        };
    }

    private static List<AttributeValue> values(JsonNode list) {
        List<AttributeValue> values = new ArrayList<>();
        list.forEach(element -> values.add(value(element)));
        return values;
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private static SdkBytes bytes(JsonNode base64) {
        return SdkBytes.fromByteArray(Base64.getDecoder().decode(base64.asString()));
    }
}
