package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Data at the bounds of what can be recorded: what is accepted ends, and can be read. */
class OddDataTest {
    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            nested too deeply  | InvalidOutput  | {"type":"Json.Transform","expression":"{'a':{'a':{'a':$}}}"}
            a name too long    | InvalidOutput  | {"type":"Json.Transform","expression":"{$pad('a', 2000): 1}"}
            half a pair        | InvalidOutput  | {"type":"Json.Transform","expression":"$split('😀', '')"}
            nested by its wrap | InvalidInput   | {"type":"Echo","input":[["${input}"]]}
            a skipped input    | InputTooLarge  | {"type":"Echo","input":["${$pad('a', 200000)}","${$pad('a', 200000)}"],"when":false}
            """)
    void data_that_cannot_be_recorded_fails_its_step(String what, String error, String step) {
        String deep = "{\"a\":".repeat(63) + "1" + "}".repeat(63);

        JsonNode execution = api.run(pipeline(step + ",{\"type\":\"Echo\"}"), "{\"input\":" + deep + "}");

        assertThat(execution.path("status").asString()).isEqualTo("FAILED");
        assertThat(execution.path("error").path("name").asString()).isEqualTo(error);
    }

    @Test
    void several_outputs_that_are_too_much_together_fail_the_step_that_takes_them_all() {
        String big = "{\"type\":\"Echo\",\"id\":\"%s\",\"after\":[]},";
        String steps = big.formatted("a") + big.formatted("b") + "{\"type\":\"Echo\",\"after\":[\"a\",\"b\"]}";

        JsonNode execution = api.run(pipeline(steps), "{\"input\":{\"a\":\"" + "x".repeat(200_000) + "\"}}");

        assertThat(execution.path("error").path("name").asString()).isEqualTo("InputTooLarge");
    }

    @Test
    void null_is_data() {
        JsonNode execution = api.run(pipeline("{\"type\":\"Echo\",\"input\":null}"), "{}");

        assertThat(Json.write(execution.path("output"))).isEqualTo("{\"value\":null}");
    }

    @ParameterizedTest
    @CsvSource({"input", "with"})
    void a_definition_as_deep_as_a_body_may_be_runs(String field) {
        String deepest = "{\"a\":".repeat(61) + "1" + "}".repeat(61);
        String type = field.equals("with") ? "Json.Merge" : "Echo";
        String workflow = api.register(pipeline("{\"type\":\"" + type + "\",\"" + field + "\":" + deepest + "}"));

        JsonNode execution = api.ended(workflow, api.execute(workflow, "{}"));

        assertThat(Json.write(execution.path("output"))).isEqualTo(deepest);
        api.get("/workflows/" + workflow).expect(200);
    }

    @Test
    void input_that_is_too_large_once_written_out_is_refused() {
        String workflow = api.register(pipeline("{\"type\":\"Echo\"}"));
        String numbers = "1e6,".repeat(60_000) + "1";

        api.post("/workflows/" + workflow + "/execute", "{\"input\":{\"a\":[" + numbers + "]}}")
                .expect(413);

        assertThat(api.get("/workflows/" + workflow + "/executions")
                        .json()
                        .path("executions")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void names_in_the_query_and_the_headers_may_be_long() {
        api.get("/workflows?" + "a".repeat(2_000) + "=1").expect(200);
        api.with("x-" + "a".repeat(2_000), "1").get("/workflows").expect(200);
    }

    private static String pipeline(String steps) {
        return "{\"name\":\"odd\",\"steps\":[" + steps + "]}";
    }
}
