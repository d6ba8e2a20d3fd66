package dev.lockstep.engine.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class HttpOperationTest {
    private static final String URL = "https://api.example.com/things";

    private final List<HttpCaller.Request> requests = new ArrayList<>();

    private HttpOperation answering(int status, String type, byte[] body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("content-type", List.of(type));
        headers.put("x-many", List.of("a", "b"));
        return new HttpOperation(request -> {
            requests.add(request);
            return new HttpCaller.Answer(status, "Some Reason", headers, Duration.ofSeconds(7), body);
        });
    }

    private HttpOperation answering(int status) {
        return answering(status, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static Call call(String config) {
        ObjectNode fields = (ObjectNode) Json.read(config);
        if (!fields.has("url")) {
            fields.put("url", URL);
        }
        return new Call(Json.object(), fields, "ex-1/a/0", Duration.ofSeconds(10));
    }

    private static OperationFailure failure(HttpOperation operation, String config) {
        OperationFailure failure = catchThrowableOfType(OperationFailure.class, () -> operation.run(call(config)));
        assertThat(failure).as(config).isNotNull();
        return failure;
    }

    @Test
    void a_request_has_a_key_and_no_more_than_it_needs() throws Exception {
        answering(200).run(call("{}"));

        assertThat(requests)
                .containsExactly(new HttpCaller.Request(
                        "GET",
                        URL,
                        Map.of("idempotency-key", "ex-1/a/0"),
                        Optional.empty(),
                        true,
                        256 * 1024,
                        Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            "hello"   | {}                              | hello   | text/plain; charset=utf-8
            {"a":[1]} | {}                              | {"a":[1]} | application/json
            [1]       | {"Content-Type":"text/csv"}     | [1]     | text/csv
            false     | {}                              | false   | application/json
            """)
    void a_text_is_sent_as_it_is_and_anything_else_as_json(String body, String headers, String sent, String type)
            throws Exception {
        answering(200).run(call("{\"method\":\"POST\",\"body\":" + body + ",\"headers\":" + headers + "}"));

        assertThat(requests.get(0).body()).contains(sent);
        assertThat(requests.get(0).headers()).containsEntry("content-type", type);
    }

    @Test
    void what_goes_into_the_query_is_encoded() throws Exception {
        answering(200)
                .run(
                        call(
                                "{\"url\":\"https://a.example.com/?x=1\",\"query\":{\"a b\":\"c&d=é\",\"n\":[1,true],\"no\":null}}"));

        assertThat(requests.get(0).url()).isEqualTo("https://a.example.com/?x=1&a%20b=c%26d%3D%C3%A9&n=1&n=true");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            application/json                | {"a":1}  | {"a":1}
            application/problem+json        | [1]      | [1]
            application/json                | {"a":    | {"text":"{\\"a\\":"}
            text/plain                      | {"a":1}  | {"text":"{\\"a\\":1}"}
            text/html; charset="UTF-8"      | é        | {"text":"é"}
            text/html; charset=nonsense     | a        | {"base64":"YQ=="}
            text/html; charset=us-ascii     | é        | {"base64":"w6k="}
            application/octet-stream        | a        | {"base64":"YQ=="}
            """)
    void a_body_is_what_its_type_says(String type, String body, String given) throws Exception {
        JsonNode output =
                answering(200, type, body.getBytes(StandardCharsets.UTF_8)).run(call("{}"));

        assertThat(Json.write(output.path("body"))).isEqualTo(given);
        assertThat(output.path("status").intValue()).isEqualTo(200);
        assertThat(output.path("headers").path("content-type").asString()).isEqualTo(type);
        assertThat(output.path("headers").path("x-many").asString()).isEqualTo("a, b");
    }

    @Test
    void no_body_is_null() throws Exception {
        assertThat(Json.write(answering(204, "", new byte[0]).run(call("{}")).path("body")))
                .isEqualTo("null");
    }

    @Test
    void headers_without_end_are_cut() throws Exception {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            headers.put("x-" + i, List.of("v".repeat(1000)));
        }
        JsonNode output = new HttpOperation(
                        request -> new HttpCaller.Answer(200, "", headers, Duration.ZERO, new byte[0]))
                .run(call("{}"));

        assertThat(output.path("headers").size()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            200 | {}                        | true
            299 | {}                        | true
            302 | {}                        | false
            404 | {}                        | false
            404 | {"expect":["2xx",404]}    | true
            404 | {"expect":["404"]}        | true
            204 | {"expect":[200]}          | false
            503 | {"expect":["5xx"]}        | true
            """)
    void a_status_that_is_not_expected_fails(int status, String config, boolean succeeds) throws Exception {
        if (succeeds) {
            assertThat(answering(status).run(call(config)).path("status").intValue())
                    .isEqualTo(status);
            return;
        }
        OperationFailure failure = failure(answering(status), config);

        assertThat(failure.name()).isEqualTo("HttpStatus");
        assertThat(failure).hasMessage("the answer is " + status + " Some Reason");
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(failure.failure().details().orElseThrow().path("status").intValue())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"20, true", "40000, false"})
    void the_body_of_an_answer_that_is_not_expected_is_told_unless_it_is_large(int chars, boolean isTold) {
        String body = Json.write(Json.object().put("why", "x".repeat(chars)));

        OperationFailure failure =
                failure(answering(503, "application/json", body.getBytes(StandardCharsets.UTF_8)), "{}");

        ObjectNode details = Json.object().put("status", 503);
        assertThat(failure.failure().details()).contains(isTold ? details.set("body", Json.read(body)) : details);
    }

    @Test
    void a_redirect_that_is_expected_is_the_answer() throws Exception {
        answering(302).run(call("{\"expect\":[302]}"));

        assertThat(requests.get(0).followRedirects()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Host\":\"evil\"}",
                "{\"CONTENT-LENGTH\":\"0\"}",
                "{\"Transfer-Encoding\":\"chunked\"}",
                "{\"connection\":\"close\"}",
                "{\"Idempotency-Key\":\"mine\"}",
                "{\"a b\":\"c\"}",
                "{\"a:\":\"c\"}",
                "{\"\":\"c\"}",
                "{\"a\\r\\nb\":\"c\"}",
                "{\"a\":\"b\\r\\nx: y\"}",
                "{\"a\":\"b\\nx\"}",
                "{\"a\":\"b\\u0000\"}",
                "{\"a\":\"b\\tc\"}",
                "{\"a\":\"b\\u007f\"}",
                "{\"a\":\"\\u010a\"}"
            })
    void a_header_that_could_split_or_bend_a_request_is_refused_at_registration_and_when_it_runs(String headers) {
        Faults faults = new Faults();
        HttpOperation operation = answering(200);
        Config.parse(
                (ObjectNode) Json.read("{\"url\":\"" + URL + "\",\"headers\":" + headers + "}"), operation, "", faults);

        assertThat(faults.list()).hasSize(1);
        assertThat(failure(operation, "{\"headers\":" + headers + "}").name()).isEqualTo("InvalidRequest");
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            {}                                                       | url
            {"url":"ftp://a.example.com"}                            | url
            {"url":"https://a.example.com","method":"TRACE"}         | method
            {"url":"https://a.example.com","expect":["2x"]}          | expect[0]
            {"url":"https://a.example.com","expect":[99]}            | expect[0]
            {"url":"https://a.example.com","expect":[]}              | expect
            {"url":"https://a.example.com","headers":{"a":1}}        | headers.a
            {"url":"https://a.example.com","max_response_bytes":262145} | max_response_bytes
            """)
    void a_configuration_that_can_never_work_is_refused_at_registration(String config, String path) {
        Faults faults = new Faults();
        Config.parse((ObjectNode) Json.read(config), answering(200), "", faults);

        assertThat(faults.list().stream().map(Fault::path).distinct()).containsExactly(path);
    }

    @Test
    void a_query_that_is_no_query_fails() {
        assertThat(failure(answering(200), "{\"query\":{\"a\":{\"b\":1}}}").name())
                .isEqualTo("InvalidRequest");
        assertThat(failure(answering(200), "{\"url\":\"https://a.example.com/#x\"}")
                        .name())
                .isEqualTo("InvalidRequest");
    }

    @Test
    void a_function_gets_the_input_or_the_payload_and_its_answer_is_wrapped() throws Exception {
        List<FunctionInvoker.Invocation> invocations = new ArrayList<>();
        LambdaOperation operation = new LambdaOperation(invocation -> {
            invocations.add(invocation);
            return invocation.awaitAnswer() ? Optional.of(Json.read("[1]")) : Optional.empty();
        });
        JsonNode input = Json.object().put("a", 1);
        Duration timeout = Duration.ofSeconds(3);

        JsonNode answer = operation.run(new Call(input, Json.object().put("function", "f"), "k", timeout));
        JsonNode accepted = operation.run(new Call(
                input,
                (ObjectNode) Json.read("{\"function\":\"f\",\"invocation\":\"event\",\"payload\":7}"),
                "k",
                timeout));

        assertThat(Json.write(answer)).isEqualTo("{\"items\":[1]}");
        assertThat(Json.write(accepted)).isEqualTo("{\"status\":202}");
        assertThat(invocations)
                .containsExactly(
                        new FunctionInvoker.Invocation("f", input, true, "k", timeout),
                        new FunctionInvoker.Invocation("f", Json.read("7"), false, "k", timeout));
    }
}
