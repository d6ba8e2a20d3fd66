package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.Json;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The statuses that are a success.
 *
 * @param texts each a status or a range, as in {@code 204} or {@code 2xx}
 */
record ExpectedStatus(List<String> texts) {
    private static final ExpectedStatus SUCCESS = new ExpectedStatus(List.of("2xx"));

    static ExpectedStatus of(JsonNode expect) {
        return expect.isArray()
                ? new ExpectedStatus(
                        expect.valueStream().map(JsonNode::asString).toList())
                : SUCCESS;
    }

    static JsonNode schema() {
        ObjectNode schema = Json.object().put("type", "array").put("minItems", 1);
        ArrayNode kinds = schema.putObject("items").putArray("anyOf");
        kinds.addObject().put("type", "integer").put("minimum", 100).put("maximum", 599);
        kinds.addObject().put("type", "string").put("pattern", "^[1-5](xx|[0-9]{2})$");
        return schema;
    }

    boolean includes(int status) {
        return texts.contains(status / 100 + "xx") || texts.contains(Integer.toString(status));
    }

    /** A definition that names a redirect wants to see it. */
    boolean includesRedirects() {
        return IntStream.range(300, 400).anyMatch(this::includes);
    }
}
