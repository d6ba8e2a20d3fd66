package dev.lockstep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud83d\"", "[\"\\ude00\\ud83d\"]", "{\"a\":\"x\\ud800\"}", "{\"\\ud800\":1}", "1e999"})
    void what_could_not_be_stored_as_it_is_is_not_read(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void whole_pairs_are_characters() throws MalformedJson {
        assertThat(Json.parse("\"\\ud83d\\ude00\"").stringValue()).isEqualTo("😀");
    }

    @Test
    void what_this_project_wrapped_around_data_is_read_back() throws MalformedJson {
        JsonNode deepest = Json.parse("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH));
        JsonNode wrapped = Json.object().set("x".repeat(2_000), Json.object().set("data", deepest));

        assertThat(Json.read(Json.write(wrapped))).isEqualTo(wrapped);
    }

    @Test
    void data_is_flawed_past_the_bounds_however_it_came_about() throws MalformedJson {
        JsonNode deepest = Json.parse("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH));

        assertThat(Json.flaw(deepest)).isEmpty();
        assertThat(Json.flaw(Json.array().add(deepest))).isPresent();
        assertThat(Json.flaw(Json.object().put("n".repeat(1_024), 1))).isEmpty();
        assertThat(Json.flaw(Json.object().put("n".repeat(1_025), 1))).isPresent();
        assertThat(Json.flaw(Json.object().put("half", "\ud83d"))).isPresent();
        assertThat(Json.flaw(Json.object().put("n", Double.POSITIVE_INFINITY))).isPresent();
    }

    @Test
    void the_size_is_that_of_the_text() throws MalformedJson {
        JsonNode value = Json.parse("{\"é😀\": [1e6, \"\\u0001\\n\", null, -0.0]}");

        assertThat(Json.size(value)).isEqualTo(Json.write(value).getBytes(StandardCharsets.UTF_8).length);
    }
}
