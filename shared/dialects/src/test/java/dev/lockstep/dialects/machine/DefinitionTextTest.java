package dev.lockstep.dialects.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Definitions come back as they were sent, and as the other format where that is asked for. */
class DefinitionTextTest {
    private static final WorkflowId ID = new WorkflowId("a");

    @Test
    void yaml_comes_back_byte_for_byte_with_its_comments_and_in_its_order() {
        String sent = "# grüße\r\nworkflow:   {start: b, id: a,\n\n states: {b: {}}} # 日本";

        assertThat(DefinitionText.yaml(new DefinitionText(Format.YAML, sent).stored(), ID))
                .isEqualTo(sent);
    }

    @Test
    void yaml_is_rendered_as_json_with_the_id_that_it_was_registered_under() {
        JsonNode stored = new DefinitionText(Format.YAML, "workflow: {start: b, id: x, states: {b: {}}}").stored();

        assertThat(Json.write(DefinitionText.json(stored, ID)))
                .isEqualTo("{\"workflow\":{\"id\":\"a\",\"start\":\"b\",\"states\":{\"b\":{}}}}");
    }

    @Test
    void json_is_rendered_as_yaml_in_its_order() {
        JsonNode stored = new DefinitionText(
                        Format.JSON,
                        "{\"workflow\":{\"start\":\"b\",\"id\":\"x\",\"states\":{\"b\":{\"transitions\":{\"on\":\"c\",\"no\":\"b\"}},\"c\":{}}}}")
                .stored();

        assertThat(DefinitionText.yaml(stored, ID)).isEqualTo("""
                workflow:
                  id: a
                  start: b
                  states:
                    b:
                      transitions:
                        on: c
                        no: b
                    c: {}
                """);
    }

    @Test
    void the_stored_form_is_told_apart_by_its_format_whatever_is_in_it() {
        JsonNode json =
                new DefinitionText(Format.JSON, "{\"workflow\":{\"id\":\"a\",\"states\":{\"yaml\":{}}}}").stored();
        assertThat(DefinitionText.json(json, ID).path("workflow").path("states").has("yaml"))
                .isTrue();
    }

    @Test
    void whatever_is_json_comes_back_from_yaml_as_it_was() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            JsonNode value = value(random, 0);
            String yaml = YamlWriter.write(value);
            assertThat(YamlReader.read(yaml).definition()).as(yaml).isEqualTo(value);
        }
    }

    private static JsonNode value(Random random, int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 3 ? 6 : 8)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 -> json.numberNode(random.nextInt());
            case 3 -> json.numberNode(random.nextLong() | (1L << 40));
            case 4 -> json.numberNode(random.nextDouble() * Math.pow(10, random.nextInt(40) - 20));
            case 5 -> json.stringNode(text(random));
            case 6 -> {
                ObjectNode object = Json.object();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(text(random), value(random, depth + 1));
                }
                yield object;
            }
            default -> {
                ArrayNode array = Json.array();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, depth + 1));
                }
                yield array;
            }
        };
    }

    private static String text(Random random) {
        String[] odd = {
            "",
            " ",
            "yes",
            "no",
            "null",
            "~",
            "true",
            "0x1F",
            "0o7",
            "1e3",
            "1_000",
            ".inf",
            "-",
            "- a",
            "a: b",
            "#",
            "a #b",
            "'",
            "\"",
            "\n",
            "a\nb\n",
            "\t",
            "\u0001",
            "\u0085",
            "\u2028",
            "\ufeff",
            "日本",
            "😀",
            "&a",
            "*a",
            "!t",
            "%",
            "@",
            "`",
            "{",
            "}",
            "[",
            "]",
            ",",
            "?",
            "|",
            ">",
            "=",
            "<<",
            "12:30:45",
            "2020-01-01",
            "a\\b",
            "on",
            "off",
            "0",
            "+1",
            "key with spaces",
            "x".repeat(300)
        };
        return odd[random.nextInt(odd.length)] + (random.nextBoolean() ? odd[random.nextInt(odd.length)] : "");
    }
}
