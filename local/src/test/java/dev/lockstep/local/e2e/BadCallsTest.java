package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Whatever is sent, the answer is the documented one, nothing is started, and there is never a 500. */
class BadCallsTest {
    private static final String NO_ID = "01kajx5z8e3f7q9s2v4w6x8y0z";

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @SuppressWarnings("NullAway.Init")
    private static String reverse;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
        reverse = api.register("{\"name\":\"reverse\",\"steps\":[{\"type\":\"TextOperation.Reverse\"}]}");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    record Bad(String what, String call, String body, int status, List<String> paths) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Bad bad(String what, String call, String body, int status, String... paths) {
        return new Bad(what, call, body, status, List.of(paths));
    }

    static Stream<Bad> badCalls() {
        String execute = "POST /workflows/{reverse}/execute";
        return Stream.of(
                bad("malformed JSON", "POST /workflows", "{\"name\":", 400),
                bad("an empty body", "POST /workflows", "", 400),
                bad("a name given twice", "POST /workflows", "{\"name\":\"a\",\"name\":\"b\"}", 400),
                bad("more than one value", "POST /workflows", "{} {}", 400),
                bad("nesting without end", "POST /workflows", "[".repeat(5_000), 400),
                bad("a number without end", "POST /workflows", "9".repeat(5_000), 400),
                bad("a number past any range", execute, "{\"input\":{\"text\":\"a\",\"n\":1e999}}", 400),
                bad("no object", "POST /workflows", "7", 400, "", "name", "steps"),
                bad(
                        "several faults in a definition",
                        "POST /workflows",
                        "{\"nam\":1,\"steps\":[{\"type\":\"Nope\"},{\"type\":\"Echo\",\"sep\":1}]}",
                        400,
                        "name",
                        "nam",
                        "steps[0].type",
                        "steps[1].sep"),
                bad("a definition that is too large", "POST /workflows", "\"" + "x".repeat(262_144) + "\"", 413),
                bad("input of the wrong type", execute, "{\"input\":{\"text\":7}}", 400, "input.text"),
                bad("missing input", execute, "{}", 400, "input.text"),
                bad("input that is no object", execute, "{\"input\":\"text\"}", 400, "input"),
                bad("unknown fields", execute, "{\"inputs\":{},\"x\":1}", 400, "inputs", "x"),
                bad("a version that is none", execute, "{\"version\":0}", 400, "version"),
                bad("a version that is not there", execute, "{\"version\":99,\"input\":{\"text\":\"a\"}}", 404),
                bad(
                        "a webhook without TLS",
                        execute,
                        "{\"input\":{\"text\":\"a\"},\"webhook_url\":\"http://example.com\"}",
                        400,
                        "webhook_url"),
                bad(
                        "a subscription that is wrong in every field",
                        "POST /webhooks",
                        "{\"url\":\"ftp://example.com\",\"events\":[\"execution.done\",7],\"workflow_id\":\"x\",\"y\":1}",
                        400,
                        "url",
                        "events[1]",
                        "events[0]",
                        "workflow_id",
                        "y"),
                bad("a subscription to nothing", "POST /webhooks", "{}", 400, "url"),
                bad("an unknown subscription", "DELETE /webhooks/sub-" + NO_ID, "", 404),
                bad("a subscription's id that is none", "GET /webhooks/x", "", 404),
                bad(
                        "two secrets for ever",
                        "POST /webhooks/secret/rotate",
                        "{\"overlap_seconds\":604801}",
                        400,
                        "overlap_seconds"),
                bad(
                        "deliveries of an unknown execution",
                        "GET /workflows/{reverse}/executions/ex-" + NO_ID + "/deliveries",
                        "",
                        404),
                bad(
                        "redelivery of an unknown execution",
                        "POST /workflows/{reverse}/executions/ex-" + NO_ID + "/deliveries/redeliver",
                        "{}",
                        404),
                bad("an unknown workflow", "POST /workflows/wf-" + NO_ID + "/execute", "{}", 404),
                bad("an id that is none", "GET /workflows/%23..%2F", "", 404),
                bad("an unknown execution", "GET /workflows/{reverse}/executions/ex-" + NO_ID, "", 404),
                bad("an execution id that is none", "GET /workflows/{reverse}/executions/x", "", 404),
                bad(
                        "cancelling what is not there",
                        "POST /workflows/{reverse}/executions/ex-" + NO_ID + "/cancel",
                        "{}",
                        404),
                bad("a limit past the most", "GET /workflows?limit=101", "", 400, "limit"),
                bad("a limit of nothing", "GET /workflows?limit=0", "", 400, "limit"),
                bad("a cursor that is none", "GET /workflows?cursor=abc", "", 400, "cursor"),
                bad("a status that is none", "GET /workflows/{reverse}/executions?status=DONE", "", 400, "status"),
                bad("a version that is no number", "GET /workflows/{reverse}?version=x", "", 400, "version"),
                bad("executions of an unknown workflow", "GET /workflows/wf-" + NO_ID + "/executions", "", 404),
                bad("an update of an unknown workflow", "PUT /workflows/wf-" + NO_ID, Api.DUMMY, 404),
                bad("a key without anything", "POST /api-keys", "{}", 400, "name", "roles"),
                bad(
                        "a key that is wrong in every field",
                        "POST /api-keys",
                        "{\"name\":\"\",\"roles\":[\"a b\"],\"expires_at\":\"soon\",\"x\":1}",
                        400,
                        "name",
                        "roles[0]",
                        "expires_at",
                        "x"),
                bad(
                        "a key that expires after the last year that an answer can tell",
                        "POST /api-keys",
                        "{\"name\":\"a\",\"roles\":[\"x\"],\"expires_at\":\"+10000-01-01T00:00:00Z\"}",
                        400,
                        "expires_at"),
                bad("an unknown key", "DELETE /api-keys/key-" + NO_ID, "", 404),
                bad("an unknown path", "GET /nothing/here", "", 404),
                bad("the wrong verb", "DELETE /workflows", "", 405));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCalls")
    void a_bad_call_gets_the_documented_answer_with_every_fault(Bad bad) {
        String[] call = bad.call().replace("{reverse}", reverse).split(" ", 2);
        Api.Answer answer =
                api.call(call[0], call[1], bad.body().isEmpty() ? Optional.empty() : Optional.of(bad.body()));

        assertThat(answer.status()).as(answer.text()).isEqualTo(bad.status());
        assertThat(answer.header("content-type")).contains("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.propertyNames()).startsWith("type", "title", "status", "detail", "instance");
        assertThat(problem.path("status").asInt()).isEqualTo(bad.status());
        assertThat(problem.path("errors")
                        .valueStream()
                        .map(error -> error.path("path").asString()))
                .as(answer.text())
                .containsExactlyInAnyOrderElementsOf(bad.paths());
        assertThat(api.get("/workflows/" + reverse + "/executions")
                        .json()
                        .path("executions")
                        .size())
                .as("nothing is started")
                .isZero();
    }

    @Test
    void malformed_json_is_told_with_line_and_column() {
        JsonNode problem =
                api.post("/workflows", "{\n  \"name\": oops\n}").expect(400).json();

        assertThat(problem.path("detail").asString()).contains("line 2", "column");
    }

    @Test
    void the_wrong_verb_is_told_which_are_right() {
        assertThat(api.delete("/workflows").expect(405).header("allow")).contains("GET, POST");
    }

    @Test
    void another_content_type_is_refused() {
        api.with("Content-Type", "text/plain").post("/workflows", Api.DUMMY).expect(415);
        api.with("Content-Type", "application/x-www-form-urlencoded")
                .post("/workflows/" + reverse + "/execute", "{}")
                .expect(415);
    }

    @Test
    void a_call_without_a_key_or_with_an_unknown_one_is_refused() {
        assertThat(api.withoutKey()
                        .get("/workflows")
                        .expect(401)
                        .json()
                        .path("status")
                        .asInt())
                .isEqualTo(401);
        api.withKey("lk_unknown").get("/workflows").expect(401);
        api.withoutKey()
                .with("Authorization", "Bearer " + stack.adminKey().text())
                .get("/workflows")
                .expect(200);
        api.withoutKey().with("Authorization", "Basic abc").get("/workflows").expect(401);
    }

    @Test
    void health_and_description_need_no_key() {
        assertThat(api.withoutKey().get("/health").expect(200).text())
                .isEqualTo("{\"status\":\"ok\",\"version\":\"0.1.0\",\"healthy\":true,\"healthResults\":[],"
                        + "\"suppressedHealthResults\":[]}");
        assertThat(api.withoutKey()
                        .get("/openapi.json")
                        .expect(200)
                        .json()
                        .path("openapi")
                        .asString())
                .startsWith("3.1");
    }
}
