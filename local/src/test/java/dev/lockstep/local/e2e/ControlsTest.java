package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The moves that somebody makes on one execution, over HTTP. */
class ControlsTest {
    private static final String UPPERCASE = """
            {"name": "Upper", "steps": [
              {"id": "text", "type": "StaticTextInput", "input": "old"},
              {"id": "upper", "type": "TextOperation.Uppercase"},
              {"id": "last", "type": "Echo"}]}
            """;

    private static final String WAITING = """
            {"name": "Long", "steps": [
              {"id": "before", "type": "StaticTextInput", "input": "on"},
              {"id": "long", "type": "Wait", "duration": "P1D"},
              {"id": "after", "type": "TextOperation.Uppercase"}]}
            """;

    @SuppressWarnings("NullAway.Init")
    private static HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    /** Answers the first call for each path with 503, those after it with 204. */
    @BeforeAll
    static void start() throws IOException {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            boolean first = seen.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(first ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
        server.stop(0);
    }

    /** An execution, and the calls about it. */
    private record Run(Api caller, String workflow, String id) {
        static Run of(String definition) {
            return of(definition, "{}");
        }

        static Run of(String definition, String input) {
            String workflow = api.register(definition);
            return new Run(api, workflow, api.execute(workflow, input));
        }

        Run with(String header, String value) {
            return new Run(caller.with(header, value), workflow, id);
        }

        String path() {
            return "/workflows/" + workflow + "/executions/" + id;
        }

        Api.Answer post(String move, String body) {
            return caller.post(path() + "/" + move, body);
        }

        JsonNode ended() {
            return caller.ended(workflow, id);
        }

        JsonNode untilWaiting(String step) {
            return caller.await(workflow, id, view -> status(view, step).equals("WAITING"));
        }

        List<JsonNode> history() {
            return caller.get(path() + "/history?limit=100")
                    .expect(200)
                    .json()
                    .path("events")
                    .valueStream()
                    .toList();
        }
    }

    private static String status(JsonNode execution, String step) {
        return execution
                .path("tasks")
                .valueStream()
                .filter(task -> task.path("step").asString("").equals(step))
                .findFirst()
                .orElseThrow()
                .path("status")
                .asString();
    }

    private static String status(JsonNode execution) {
        return execution.path("status").asString();
    }

    /** Each as {@code type step by reason}, as far as it has them. */
    private static List<String> lines(List<JsonNode> events) {
        return events.stream()
                .map(event -> String.join(
                        " ",
                        List.of("type", "step", "by", "reason").stream()
                                .filter(event::has)
                                .map(field -> event.path(field).asString())
                                .toList()))
                .toList();
    }

    private static String errors(Api.Answer answer) {
        return Json.write(answer.json().path("errors"));
    }

    private static String failsFirst() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/${workflow.execution_id}";
        return Json.write(Json.read("""
                {"name": "Flaky", "steps": [
                  {"id": "before", "type": "StaticTextInput", "input": "x"},
                  {"id": "call", "type": "HttpRequest", "url": "%s"},
                  {"id": "last", "type": "Json.Select", "path": "status"}]}
                """.formatted(url)));
    }

    @Test
    void a_retry_tries_what_failed_again_and_nothing_else() {
        Run run = Run.of(failsFirst());
        assertThat(status(run.ended())).isEqualTo("FAILED");

        assertThat(status(run.post("retry", "{\"reason\":\"it is back\"}")
                        .expect(200)
                        .json()))
                .isEqualTo("RUNNING");

        assertThat(Json.write(run.ended().path("output"))).isEqualTo("{\"number\":204}");
        assertThat(lines(run.history()))
                .containsExactly(
                        "execution.started",
                        "step.started before",
                        "step.completed before",
                        "step.started call",
                        "step.attempt_failed call",
                        "execution.retried key-admin it is back",
                        "step.started call",
                        "step.completed call",
                        "step.started last",
                        "step.completed last",
                        "execution.completed");
        run.post("retry", "{}").expect(409);
    }

    @Test
    void a_rerun_goes_on_from_a_step_with_the_input_that_is_given() {
        Run run = Run.of(UPPERCASE);
        assertThat(Json.write(run.ended().path("output"))).isEqualTo("{\"text\":\"OLD\"}");

        run.post("rerun", "{\"from\":\"upper\",\"input\":{\"text\":\"new\"},\"reason\":\"a typo\"}")
                .expect(200);

        JsonNode again = run.ended();
        assertThat(Json.write(again.path("output"))).isEqualTo("{\"text\":\"NEW\"}");
        assertThat(Json.write(again.path("tasks").get(1).path("input"))).isEqualTo("{\"text\":\"new\"}");
        List<String> lines = lines(run.history());
        assertThat(lines).filteredOn("step.completed text"::equals).hasSize(1);
        assertThat(lines).filteredOn("step.completed upper"::equals).hasSize(2);
        assertThat(lines).contains("execution.rerun key-admin a typo");
    }

    @Test
    void a_rerun_without_input_has_the_step_read_what_it_read() {
        Run run = Run.of(UPPERCASE);
        run.ended();

        run.post("rerun", "{\"from\":\"text\"}").expect(200);

        assertThat(Json.write(run.ended().path("output"))).isEqualTo("{\"text\":\"OLD\"}");
        assertThat(lines(run.history()))
                .filteredOn(line -> line.startsWith("step.completed"))
                .hasSize(6);
    }

    @Test
    void a_rerun_may_give_the_execution_another_input_and_another_correlation_id() {
        Run run = Run.of("""
                {"name": "anew", "steps": [
                  {"id": "before", "type": "Echo", "input": "${input}"},
                  {"id": "after", "type": "Echo", "input": {"n": "${input.n}", "name": "${workflow.correlation_id}"}}],
                 "input_schema": {"type": "object", "properties": {"n": {"type": "integer"}}}}""");
        run.ended();

        run.post("rerun", "{\"from\":\"after\",\"execution_input\":{\"n\":\"two\"}}")
                .expect(400);
        run.post("rerun", "{\"from\":\"after\",\"execution_input\":{\"n\":2},\"correlation_id\":\"again\"}")
                .expect(200);

        JsonNode again = run.ended();
        assertThat(Json.write(again.path("input"))).isEqualTo("{\"n\":2}");
        assertThat(again.path("correlation_id").asString()).isEqualTo("again");
        assertThat(Json.write(again.path("output"))).isEqualTo("{\"n\":2,\"name\":\"again\"}");
    }

    @Test
    void a_rerun_from_within_a_loop_begins_in_the_round_that_is_named() {
        Run run = Run.of("""
                {"name": "rounds", "steps": [
                  {"id": "grow", "type": "Loop", "until": "${steps.next.output.n >= 3}", "max_iterations": 9, "steps": [
                    {"id": "seen", "type": "Echo"},
                    {"id": "next", "type": "Json.Transform", "expression": "{\\"n\\": $number(n) + 1}"}]}],
                 "input_schema": {"type": "object"}}""", "{\"input\": {\"n\": 0}}");
        assertThat(run.ended().path("output").path("n").asInt()).isEqualTo(3);

        assertThat(errors(run.post("rerun", "{\"from\":\"next\"}").expect(400))).contains("\"path\":\"iteration\"");
        assertThat(errors(run.post("rerun", "{\"from\":\"next\",\"iteration\":\"0.7\"}")
                        .expect(400)))
                .contains("\"path\":\"iteration\"");
        assertThat(errors(run.post("rerun", "{\"from\":\"next\",\"iteration\":\"1st\"}")
                        .expect(400)))
                .contains("\"path\":\"iteration\"");
        run.post("rerun", "{\"from\":\"next\",\"iteration\":\"0.1\",\"input\":{\"n\":-1}}")
                .expect(200);

        assertThat(run.ended().path("output").path("n").asInt()).isEqualTo(3);
        assertThat(run.history().stream()
                        .filter(event -> event.path("type").asString().equals("step.completed")
                                && event.path("step").asString().equals("next"))
                        .map(event -> event.path("iteration").asString())
                        .toList())
                .containsExactly("0.0", "0.1", "0.2", "1.1", "1.2", "1.3", "1.4");
    }

    @Test
    void a_rerun_of_a_sub_workflow_has_what_waited_for_it_go_on() {
        String below = api.register(UPPERCASE);
        Run above = Run.of("""
                {"name": "above", "steps": [
                  {"id": "inner", "type": "Workflow", "workflow_id": "%s"},
                  {"id": "after", "type": "TextOperation.Reverse"}]}""".formatted(below));
        JsonNode inner = above.ended().path("tasks").get(0);
        Run run = new Run(api, below, inner.path("execution_id").asString());

        run.post("rerun", "{\"from\":\"upper\",\"input\":{\"text\":\"new\"}}").expect(200);

        JsonNode again = above.caller()
                .await(
                        above.workflow(),
                        above.id(),
                        view -> view.path("output").path("text").asString("").equals("WEN"));
        assertThat(again.path("tasks").get(0).path("execution_id").asString()).isEqualTo(run.id());
        assertThat(Json.write(run.ended().path("output"))).isEqualTo("{\"text\":\"NEW\"}");
        assertThat(lines(above.history())).contains("execution.rerun key-admin");
    }

    @Test
    void a_rerun_on_another_version_begins_all_anew() {
        Run run = Run.of(UPPERCASE);
        run.ended();
        api.put("/workflows/" + run.workflow(), """
                {"name": "other", "steps": [
                  {"id": "upper", "type": "StaticTextInput", "input": "other"},
                  {"id": "turned", "type": "TextOperation.Reverse"}]}""").expect(200);

        assertThat(errors(
                        run.post("rerun", "{\"version\":2,\"from\":\"upper\"}").expect(400)))
                .contains("\"path\":\"from\"");
        run.post("rerun", "{\"version\":3}").expect(404);
        run.post("rerun", "{\"version\":2,\"reason\":\"mended\"}").expect(200);

        JsonNode again = run.ended();
        assertThat(Json.write(again.path("output"))).isEqualTo("{\"text\":\"rehto\"}");
        assertThat(again.path("tasks")).hasSize(2);
        assertThat(lines(run.history())).contains("execution.rerun key-admin mended");
    }

    @Test
    void a_rerun_is_refused_from_nowhere_and_while_the_execution_goes_on() {
        Run run = Run.of(WAITING);
        run.untilWaiting("long");

        run.post("rerun", "{\"from\":\"before\"}").expect(409);
        assertThat(errors(run.post("rerun", "{\"from\":\"nowhere\"}").expect(400)))
                .contains("{\"path\":\"from\",\"message\":\"must be the id of a step\"}");
        assertThat(errors(run.post("rerun", "{\"input\":1,\"form\":\"before\"}").expect(400)))
                .contains("{\"path\":\"from\",\"message\":\"is required\"}")
                .contains("\"path\":\"input\"")
                .contains("\"path\":\"form\"");
    }

    @Test
    void a_step_that_waits_can_be_skipped() {
        Run run = Run.of(WAITING);
        run.untilWaiting("long");

        run.post("skip", "{\"step\":\"before\"}").expect(409);
        run.post("skip", "{\"step\":\"nowhere\"}").expect(404);
        assertThat(status(
                        run.post("skip", "{\"step\":\"long\",\"reason\":\"it is urgent\"}")
                                .expect(200)
                                .json(),
                        "long"))
                .isEqualTo("SKIPPED");

        assertThat(Json.write(run.ended().path("output"))).isEqualTo("{\"text\":\"ON\"}");
        assertThat(lines(run.history())).contains("step.skipped long key-admin it is urgent");
        run.post("skip", "{\"step\":\"long\"}").expect(409);
    }

    @Test
    void a_step_that_is_not_reached_yet_is_passed_over_once_it_is() {
        Run run = Run.of(WAITING);
        run.untilWaiting("long");

        run.post("skip", "{\"step\":\"after\"}").expect(200);
        run.post("skip", "{\"step\":\"long\"}").expect(200);

        JsonNode ended = run.ended();
        assertThat(status(ended, "after")).isEqualTo("SKIPPED");
        assertThat(Json.write(ended.path("output"))).isEqualTo("{\"text\":\"on\"}");
    }

    private static String awaiting(String... signals) {
        List<String> steps = new ArrayList<>();
        for (String signal : signals) {
            steps.add("""
                    {"id": "%1$s", "type": "Await", "signal": "%1$s", "duration": "P7D",
                     "schema": {"type": "object", "required": ["ok"], "properties": {"ok": {"type": "boolean"}}}}
                    """.formatted(signal));
        }
        return "{\"name\": \"Approval\", \"steps\": [" + String.join(",", steps) + "]}";
    }

    @Test
    void a_signal_is_given_once_and_only_with_data_that_matches() {
        Run run = Run.of(awaiting("approval", "payment"));
        run.untilWaiting("approval");

        assertThat(errors(run.post("signals/approval", "{\"data\":{\"ok\":\"yes\"}}")
                        .expect(400)))
                .contains("\"path\":\"data.ok\"");
        assertThat(errors(run.post("signals/approval", "{\"data\":{}}").expect(400)))
                .contains("\"path\":\"data");
        run.post("signals/other", "{\"data\":{\"ok\":true}}").expect(409);
        JsonNode moved = run.post("signals/approval", "{\"data\":{\"ok\":true},\"reason\":\"looks good\"}")
                .expect(200)
                .json();
        assertThat(status(moved, "approval")).isEqualTo("COMPLETED");
        run.post("signals/approval", "{\"data\":{\"ok\":true}}").expect(409);

        run.untilWaiting("payment");
        run.post("signals/payment", "{\"data\":{\"ok\":false}}").expect(200);

        assertThat(Json.write(run.ended().path("output"))).isEqualTo("{\"ok\":false}");
        assertThat(lines(run.history())).contains("step.completed approval key-admin looks good");
        run.post("signals/payment", "{\"data\":{\"ok\":true}}").expect(409);
    }

    private static String link(Run run, String signal, String body) {
        String url = run.post("signals/" + signal + "/links", body)
                .expect(201)
                .json()
                .path("url")
                .asString();
        return url.substring(url.indexOf("/resume/"));
    }

    @Test
    void a_link_gives_its_signal_once_and_needs_no_key() {
        Run run = Run.of(awaiting("approval", "payment"));
        run.untilWaiting("approval");
        Api anybody = api.withoutKey();
        String link = link(run, "approval", "{}");

        anybody.get(link).expect(200);
        assertThat(errors(anybody.post(link, "{\"data\":{\"ok\":1}}").expect(400)))
                .contains("\"path\":\"data.ok\"");
        anybody.post(link, "{\"data\":{\"ok\":true}}").expect(200);
        anybody.post(link, "{\"data\":{\"ok\":true}}").expect(410);

        run.untilWaiting("payment");
        anybody.post(link, "{\"data\":{\"ok\":true}}").expect(410);
        String other = link(run, "payment", "{\"expires_in_seconds\":60}");
        run.post("cancel", "{}").expect(200);
        anybody.post(other, "{\"data\":{\"ok\":true}}").expect(410);
        assertThat(lines(run.history())).contains("step.completed approval link by key-admin");
    }

    @Test
    void a_link_that_was_forged_gives_nothing() {
        Run run = Run.of(awaiting("approval"));
        run.untilWaiting("approval");
        Run other = Run.of(awaiting("approval"));
        other.untilWaiting("approval");
        String[] link = link(run, "approval", "{}").split("\\.", -1);
        String[] foreign = link(other, "approval", "{}").split("\\.", -1);
        String data = "{\"data\":{\"ok\":true}}";

        for (String forged : List.of(
                link[0] + "." + foreign[1],
                foreign[0] + "." + link[1],
                link[0] + ".",
                link[0],
                link[0] + "." + link[1].substring(1),
                "/resume/x",
                "/resume/.")) {
            api.withoutKey().post(forged, data).expect(404);
        }
        assertThat(status(run.untilWaiting("approval"))).isEqualTo("RUNNING");
    }

    @Test
    void a_link_expires() {
        Run run = Run.of(awaiting("approval"));
        run.untilWaiting("approval");
        JsonNode link = run.post("signals/approval/links", "{\"expires_in_seconds\":1}")
                .expect(201)
                .json();
        String path = link.path("url").asString();
        String expires = link.path("expires_at").asString();

        Awaitility.await().until(() -> Instant.now().isAfter(Instant.parse(expires)));

        api.withoutKey()
                .post(path.substring(path.indexOf("/resume/")), "{\"data\":{\"ok\":true}}")
                .expect(410);
        run.post("signals/approval/links", "{\"expires_in_seconds\":0}").expect(400);
    }

    @Test
    void the_history_tells_in_order_who_did_what_and_why_page_by_page() {
        Run run = Run.of(awaiting("approval"));
        run.untilWaiting("approval");
        run.post("pause", "{\"reason\":\"lunch\"}").expect(200);
        run.post("pause", "{\"reason\":\"again\"}").expect(200);
        run.post("resume", "{\"reason\":\"coffee\"}").expect(200);
        run.post("signals/approval", "{\"data\":{\"ok\":true},\"reason\":\"fine\"}")
                .expect(200);
        run.ended();

        List<JsonNode> whole = run.history();
        assertThat(lines(whole))
                .containsExactly(
                        "execution.started",
                        "step.started approval",
                        "execution.paused key-admin lunch",
                        "execution.resumed key-admin coffee",
                        "step.completed approval key-admin fine",
                        "execution.completed");
        assertThat(whole.stream().map(event -> event.path("at").asString())).isSorted();
        assertThat(paged(run, 2)).isEqualTo(whole);
        assertThat(paged(run, 5)).isEqualTo(whole);
    }

    private static List<JsonNode> paged(Run run, int limit) {
        List<JsonNode> events = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(run.path() + "/history?limit=" + limit + cursor)
                    .expect(200)
                    .json();
            page.path("events").forEach(events::add);
            cursor = page.has("next_cursor")
                    ? "&cursor=" + page.path("next_cursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        return events;
    }

    @Test
    void a_cancel_says_who_and_why_and_stays() {
        Run run = Run.of(WAITING);
        run.untilWaiting("long");

        JsonNode canceled =
                run.post("cancel", "{\"reason\":\"ordered twice\"}").expect(200).json();
        run.post("cancel", "{\"reason\":\"again\"}").expect(200);

        assertThat(status(canceled)).isEqualTo("CANCELED");
        assertThat(lines(run.history())).endsWith("execution.canceled key-admin ordered twice");
        run.post("pause", "{}").expect(409);
        run.post("resume", "{}").expect(409);
        run.post("skip", "{\"step\":\"long\"}").expect(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "pause", "resume", "retry"})
    void a_move_takes_a_reason_and_nothing_else(String move) {
        Run run = Run.of(WAITING);

        assertThat(errors(run.post(move, "{\"reason\":7,\"why\":\"x\"}").expect(400)))
                .contains("\"path\":\"reason\"")
                .contains("\"path\":\"why\"");
        run.with("Idempotency-Key", "x".repeat(256)).post(move, "{}").expect(400);
    }

    @Test
    void a_move_repeated_under_its_key_is_made_once() {
        Run run = Run.of(UPPERCASE);
        run.ended();
        Run keyed = run.with("Idempotency-Key", "rerun-" + run.id());
        String body = "{\"from\":\"upper\"}";

        keyed.post("rerun", body).expect(200);
        run.ended();
        keyed.post("rerun", body).expect(200);

        assertThat(status(run.ended())).isEqualTo("COMPLETED");
        assertThat(lines(run.history()))
                .filteredOn(line -> line.startsWith("execution.rerun"))
                .hasSize(1);
        keyed.post("rerun", "{\"from\":\"last\"}").expect(422);
    }

    @Test
    void a_signal_repeated_under_its_key_is_answered_again() {
        Run run = Run.of(awaiting("approval", "payment"));
        run.untilWaiting("approval");
        Run keyed = run.with("Idempotency-Key", "signal-" + run.id());
        String body = "{\"data\":{\"ok\":true}}";

        keyed.post("signals/approval", body).expect(200);
        keyed.post("signals/approval", body).expect(200);

        run.untilWaiting("payment");
        keyed.post("signals/approval", "{\"data\":{\"ok\":false}}").expect(422);
    }
}
