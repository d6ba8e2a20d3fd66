package dev.lockstep.cli.text;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON to be printed: as it came, down to the last digit, but for the space between. */
public final class JsonText {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonText() {}

    /** A missing node, of nothing. */
    public static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    public static String pretty(JsonNode json) {
        return json.toPrettyString();
    }
}
