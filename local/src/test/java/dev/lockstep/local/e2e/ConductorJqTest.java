package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code JSON_JQ_TRANSFORM}, over HTTP. */
class ConductorJqTest extends OnLocalStack {
    private static String transform(String parameters, String query) {
        return """
                {"name": "jq", "taskReferenceName": "jq", "type": "JSON_JQ_TRANSFORM", "inputParameters":
                  {%s "queryExpression": %s}}""".formatted(parameters, Json.write(query));
    }

    @Test
    void a_query_over_the_whole_input_gives_its_first_result_and_all() {
        String id = conductor.run(
                "queried",
                transform("\"people\": \"${workflow.input.people}\",", ".people[] | select(.age > 17) | {n: .name}"),
                "{\"people\":[{\"name\":\"Ada\",\"age\":36},{\"name\":\"Tim\",\"age\":9},{\"name\":\"Grace\",\"age\":85}]}");

        JsonNode done = conductor.await(id, "COMPLETED");

        assertThat(row(done, "jq").path("outputData"))
                .isEqualTo(
                        Json.read("{\"result\":{\"n\":\"Ada\"},\"resultList\":[{\"n\":\"Ada\"},{\"n\":\"Grace\"}]}"));
        assertThat(done.path("output")).isEqualTo(row(done, "jq").path("outputData"));
    }

    @Test
    void a_query_without_results_gives_null() {
        String id = conductor.run("unfruitful", transform("", "empty"), "{}");

        assertThat(row(conductor.await(id, "COMPLETED"), "jq").path("outputData"))
                .isEqualTo(Json.read("{\"result\":null,\"resultList\":[]}"));
    }

    @Test
    void a_query_that_raises_an_error_fails_with_it() {
        String id = conductor.run("raised", transform("\"a\": 1,", ".a.b"), "{}");

        JsonNode failed = conductor.await(id, "FAILED");

        assertThat(statuses(failed, "jq")).containsExactly("FAILED");
        assertThat(row(failed, "jq").path("reasonForIncompletion").asString())
                .isEqualTo("Cannot index number with string \"b\"");
        assertThat(row(failed, "jq").path("outputData"))
                .isEqualTo(Json.read("{\"error\":\"Cannot index number with string \\\"b\\\"\"}"));
    }

    @Test
    void a_query_without_end_fails_soon() {
        String id = conductor.run("endless", transform("", "def f: f; f"), "{}");

        JsonNode failed = conductor.await(id, "FAILED");

        assertThat(row(failed, "jq").path("reasonForIncompletion").asString()).startsWith("the query takes too");
    }

    @Test
    void a_query_may_come_with_the_input() {
        String id = conductor.run(
                "given_query", transform("\"n\": 20,", "${workflow.input.query}"), "{\"query\":\".n + 1\"}");

        assertThat(row(conductor.await(id, "COMPLETED"), "jq")
                        .path("outputData")
                        .path("result")
                        .asInt())
                .isEqualTo(21);
        String broken = conductor.run("broken_query", transform("", "${workflow.input.query}"), "{\"query\":\".n +\"}");
        assertThat(row(conductor.await(broken, "FAILED"), "jq")
                        .path("reasonForIncompletion")
                        .asString())
                .isEqualTo("unexpected end of the query, a filter is expected at line 1, column 5");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ==> ", quoteCharacter = '\u0001', textBlock = """
            .a | ==> unexpected end of the query, a filter is expected at line 1, column 5
            $ENV ==> $ENV is not available: a query reaches nothing but its input at line 1, column 1
            nope(1) ==> nope/1 is not defined at line 1, column 1
            """)
    void what_is_no_query_is_refused_with_its_place(String query, String message) {
        JsonNode fault = fault(transform("", query));

        assertThat(fault.path("path").asString()).isEqualTo("tasks[0].inputParameters.queryExpression");
        assertThat(fault.path("message").asString()).isEqualTo(message);
    }

    @Test
    void a_query_is_required() {
        JsonNode fault = fault(
                "{\"name\":\"jq\",\"taskReferenceName\":\"jq\",\"type\":\"JSON_JQ_TRANSFORM\",\"inputParameters\":{}}");

        assertThat(fault.path("path").asString()).isEqualTo("tasks[0].inputParameters.queryExpression");
        assertThat(fault.path("message").asString()).startsWith("is required");
    }

    private static JsonNode fault(String task) {
        return api.post("/api/metadata/workflow", definition("no_query", task, ""))
                .expect(400)
                .json()
                .path("validationErrors")
                .get(0);
    }
}
