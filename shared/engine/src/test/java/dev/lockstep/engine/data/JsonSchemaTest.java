package dev.lockstep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class JsonSchemaTest {
    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            {"$ref":"http://127.0.0.1:9/a.json"} | input_schema.$ref | only references within the schema are allowed
            {"items":{"$ref":"file:///etc/passwd"}} | input_schema.items.$ref | only references within the schema are allowed
            {"$ref":"classpath:draft/2020-12/schema"} | input_schema.$ref | only references within the schema are allowed
            {"$ref":"other.json#/a"} | input_schema.$ref | only references within the schema are allowed
            {"$id":"http://127.0.0.1:9/a.json"} | input_schema.$id | only references within the schema are allowed
            {"$dynamicRef":"#a"} | input_schema.$dynamicRef | only references within the schema are allowed
            {"$schema":"http://127.0.0.1:9/meta"} | input_schema.$schema | the dialect is
            {"$ref":"#/$defs/a"} | input_schema.$ref | there is no schema at
            {"default":{"$ref":"http://127.0.0.1:9/a"},"$ref":"#/default"} | input_schema.$ref | there is no schema at
            {"$ref":"#"} | input_schema | refers to itself without end
            {"allOf":[{"$ref":"#"}]} | input_schema | refers to itself without end
            {"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"anyOf":[{"$ref":"#/$defs/a"}]}}} | input_schema | refers to itself without end
            {"pattern":"(?=a)"} | input_schema.pattern | RE2
            {"patternProperties":{"(":true}} | input_schema.patternProperties["("] | RE2
            {"type":"strin"} | input_schema.type | strin
            {"properties":{"a":{"minimum":"x"}}} | input_schema.properties.a.minimum | number
            {"required":"a"} | input_schema.required | array
            [] | input_schema | object
            """)
    void refusesSchemas(String schema, String path, String message) {
        assertThat(faults(schema)).anySatisfy(fault -> {
            assertThat(fault.path()).isEqualTo(path);
            assertThat(fault.message()).contains(message);
        });
    }

    @Test
    void refusesSchemasPastItsBounds() {
        assertThat(faults("{\"not\":".repeat(60) + "{}" + "}".repeat(60))).isNotEmpty();
        assertThat(faults("{\"anyOf\":[" + "{},".repeat(6_000) + "{}]}")).isNotEmpty();
    }

    @Test
    void tellsEachViolationWhereItIs() {
        JsonSchema schema = compile("""
                {"type": "object", "required": ["name"], "additionalProperties": false,
                 "properties": {"name": {"type": "string"}, "two words": {"type": "integer"},
                                "items": {"type": "array", "items": {"required": ["id"],
                                          "properties": {"id": {"pattern": "^a+$"}}}}}}
                """);
        assertThat(schema.validate(
                        Json.read(
                                "{\"two words\": \"x\", \"items\": [{\"id\": \"a\"}, {\"id\": \"b\"}, {}], \"more\": 1}"),
                        "input"))
                .extracting(Fault::path)
                .containsExactly(
                        "input.items[1].id", "input.items[2].id", "input.more", "input.name", "input[\"two words\"]");
        assertThat(schema.validate(Json.read("{\"name\": \"x\"}"), "input")).isEmpty();
    }

    @Test
    void followsReferencesThatConsumeData() {
        JsonSchema tree = compile("""
                {"$ref": "#/$defs/tree",
                 "$defs": {"tree": {"type": "object", "properties": {"children": {"items": {"$ref": "#/$defs/tree"}}}}}}
                """);
        assertThat(tree.validate(Json.read("{\"children\": [{\"children\": [{}]}]}"), ""))
                .isEmpty();
        assertThat(tree.validate(Json.read("{\"children\": [{\"children\": [1]}]}"), "input"))
                .extracting(Fault::path)
                .containsExactly("input.children[0].children[0]");
    }

    @Test
    void matchesInLinearTime() {
        JsonSchema schema = compile("{\"pattern\": \"^(a+)+$\", \"patternProperties\": {\"^(a+)+$\": false}}");
        assertThat(schema.validate(Json.toTree("a".repeat(50_000) + "b"), "input"))
                .hasSize(1);
    }

    @Test
    void boundsTheWorkOfOneValidation() {
        StringBuilder schema = new StringBuilder("{\"$ref\": \"#/$defs/d0\", \"$defs\": {");
        for (int i = 0; i < 60; i++) {
            String next = "{\"$ref\": \"#/$defs/d" + (i + 1) + "\"}";
            schema.append("\"d%d\": {\"allOf\": [%s, %s]},".formatted(i, next, next));
        }
        JsonSchema doubling = compile(schema + "\"d60\": {\"type\": \"string\"}}}");
        assertThat(doubling.validate(Json.read("1"), "input")).isNotEmpty();
    }

    @Test
    void tellsNoMoreThanItsBound() {
        JsonSchema schema = compile("{\"items\": {\"type\": \"string\"}}");
        assertThat(schema.validate(Json.read("[" + "1,".repeat(500) + "1]"), "input"))
                .hasSize(JsonSchema.MOST_FAULTS);
    }

    @ParameterizedTest
    @CsvSource({
        "date, 2026-11-22, 2026-02-30",
        "date-time, 2026-11-22T10:00:00Z, 2026-11-22 10:00",
        "time, 10:00:00Z, 25:00:00Z",
        "duration, P1DT2H, one day",
        "email, ann@example.com, ann at example.com",
        "hostname, db-1.example.com, -db.example.com",
        "ipv4, 192.0.2.1, 192.0.2.256",
        "ipv6, 2001:db8::1, 2001:db8:::1",
        "uri, https://example.com/a?b=c, not a uri",
        "uuid, 2eb8aa08-aa98-11ea-b4aa-73b441d16380, 2eb8aa08",
    })
    void asserts_formats_where_it_is_asked_to(String format, String good, String bad) {
        JsonSchema schema = compile("{\"format\": \"" + format + "\"}");

        assertThat(schema.validate(text(bad), "input")).isEmpty();
        assertThat(schema.assertingFormats().validate(text(good), "input")).isEmpty();
        assertThat(schema.assertingFormats().validate(text(bad), "input")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid"})
    void no_text_keeps_a_format_busy(String format) {
        JsonSchema schema = compile("{\"format\": \"" + format + "\"}").assertingFormats();
        for (String part : List.of("a", "a.", "1", "-", "1:", "a@", "a@a.", "P1", "::", "%", "http://a/")) {
            String hostile = part.repeat(60_000 / part.length()) + "!";
            assertThat(schema.validate(text(hostile), "input")).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    private static JsonSchema compile(String schema) {
        Faults faults = new Faults();
        JsonSchema compiled = JsonSchema.compile(Json.read(schema), "input_schema", faults);
        assertThat(faults.list()).isEmpty();
        return compiled;
    }

    private static List<Fault> faults(String schema) {
        try {
            Faults faults = new Faults();
            JsonSchema.compile(Json.parse(schema), "input_schema", faults);
            return faults.list();
        } catch (MalformedJson e) {
            return List.of(new Fault("", String.valueOf(e.getMessage())));
        }
    }
}
