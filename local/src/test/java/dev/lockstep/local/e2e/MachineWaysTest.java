package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What states can do beside waiting for one: work, deadlines, quorums, links, joins of any. */
class MachineWaysTest {
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

    private static Api key(String... roles) {
        return api.withKey(api.post(
                        "/api-keys",
                        Json.write(Json.object().put("name", "k").set("roles", Json.toTree(List.of(roles)))))
                .expect(201)
                .json()
                .path("secret")
                .asString());
    }

    /** Registers a machine of these states, the first of them the start, and starts it. */
    private static JsonNode start(String id, String start, String states) {
        String yaml = "workflow:\n  id: " + id + "\n  start: " + start + "\n  states:\n" + states.indent(4);
        api.with("Content-Type", "application/yaml")
                .post("/api/definitions", yaml)
                .expect(201);
        return api.post("/api/executions", "{\"definitionId\":\"" + id + "\"}")
                .expect(201)
                .json();
    }

    private static Api.Answer move(Api by, JsonNode execution, String transition) {
        return by.post(path(execution) + "/transitions", "{\"transitionId\":\"" + transition + "\"}");
    }

    private static String path(JsonNode execution) {
        return "/api/executions/" + execution.path("id").asString();
    }

    private static String places(JsonNode execution) {
        return execution.path("status").asString() + " " + Json.write(execution.path("currentStates")) + " "
                + Json.write(execution.path("availableTransitions"));
    }

    private static JsonNode await(JsonNode execution, Predicate<JsonNode> condition) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> api.get(path(execution)).expect(200).json(), condition);
    }

    @Test
    void a_state_that_works_is_processed_and_left_when_it_is_done() {
        JsonNode started = start("works", "draft", """
                draft: {transitions: {send: call}}
                call:
                  run: {type: HttpRequest, url: "%s/health"}
                  then: sent
                  onError: failed
                  transitions: {sent: done, failed: broken}
                broken: {transitions: {again: call}}
                done: {}
                """.formatted(stack.url()));

        assertThat(places(move(api, started, "send").expect(200).json()))
                .isIn("processing [\"call\"] []", "completed [\"done\"] []");
        assertThat(places(await(started, one -> one.has("completedAt")))).isEqualTo("completed [\"done\"] []");
    }

    @Test
    void work_that_fails_leads_where_it_says_or_else_stops_the_execution() {
        String states = """
                call:
                  run: {type: Fail, error: Broken, message: it is}
                  then: sent
                  onError: failed
                  transitions: {sent: done, failed: broken}
                broken: {transitions: {again: call}}
                done: {}
                """;
        JsonNode started = start("fails", "call", states);
        assertThat(places(await(started, one -> places(one).contains("broken"))))
                .isEqualTo("started [\"broken\"] [\"again\"]");

        JsonNode stopped = await(start("fails-for-good", "call", """
                        call:
                          run: {type: Fail, error: Broken, message: it is}
                          then: sent
                          transitions: {sent: done}
                        done: {}
                        """), one -> one.has("completedAt"));
        assertThat(places(stopped)).isEqualTo("stopped [\"call\"] []");
        assertThat(stopped.path("error").path("state").asString()).isEqualTo("call");
    }

    @Test
    void work_without_effects_is_done_when_the_caller_is_answered() {
        JsonNode started = start("prompt", "look", """
                look:
                  run: {type: Echo}
                  then: seen
                  transitions: {seen: decide}
                decide: {transitions: {ok: done}}
                done: {}
                """);

        assertThat(places(started)).isEqualTo("started [\"decide\"] [\"ok\"]");
    }

    @Test
    void a_machine_may_be_over_as_soon_as_it_is_started() {
        assertThat(places(start("over", "done", "done: {}"))).isEqualTo("completed [\"done\"] []");
    }

    @Test
    void a_transition_is_made_by_itself_when_nobody_makes_one_in_time() {
        JsonNode started = start("deadline", "wait", """
                wait:
                  after: {duration: PT1S, transition: late}
                  transitions: {ok: done, late: escalated}
                escalated: {transitions: {ok: done}}
                done: {}
                """);
        assertThat(places(started)).isEqualTo("started [\"wait\"] [\"ok\",\"late\"]");

        assertThat(places(await(started, one -> places(one).contains("escalated"))))
                .isEqualTo("started [\"escalated\"] [\"ok\"]");
        JsonNode events = api.get(
                        "/workflows/deadline/executions/" + started.path("id").asString() + "/history")
                .expect(200)
                .json()
                .path("events");
        JsonNode late = events.valueStream()
                .filter(event -> event.path("transition").asString("").equals("late"))
                .findFirst()
                .orElseThrow();
        assertThat(late.has("by")).isFalse();
        assertThat(late.has("input")).isFalse();
    }

    @Test
    void two_who_are_not_the_same_must_approve_and_not_who_started_it() {
        Api one = key("board");
        Api two = key("board");
        Api starter = key("operator", "board");
        start("quorum", "check", """
                check:
                  owners: {roles: [board], approvals: 2, distinct: true, not_starter: true}
                  transitions: {approve: done, deny: done}
                done: {}
                """);
        JsonNode started = starter.post("/api/executions", "{\"definitionId\":\"quorum\"}")
                .expect(201)
                .json();

        assertThat(places(started)).isEqualTo("started [\"check\"] []");
        move(starter, started, "approve").expect(403);
        JsonNode half = one.post(
                        path(started) + "/transitions",
                        "{\"transitionId\":\"approve\",\"comment\":\"fine\",\"input\":{\"note\":1}}")
                .expect(200)
                .json();
        assertThat(places(half)).isEqualTo("started [\"check\"] [\"deny\"]");
        assertThat(half.path("approvals").size()).isEqualTo(1);
        assertThat(half.path("approvals").path(0).path("comment").asString()).isEqualTo("fine");
        move(one, started, "approve").expect(400);
        assertThat(places(move(two, started, "approve").expect(200).json())).isEqualTo("completed [\"done\"] []");
        assertThat(api.get("/workflows/quorum/executions/" + started.path("id").asString() + "/history")
                        .expect(200)
                        .text())
                .contains("step.approved", "\"note\":1");
    }

    @Test
    void the_first_branch_at_a_join_of_any_ends_the_others() {
        JsonNode started = start("race", "both", """
                both: {fork: [left, right]}
                left: {transitions: {l: gate}}
                right: {transitions: {r: gate}}
                gate: {mode: wait_any, join: after}
                after: {transitions: {ok: done}}
                done: {}
                """);

        assertThat(places(started)).isEqualTo("started [\"left\",\"right\"] [\"l\",\"r\"]");
        assertThat(places(move(api, started, "r").expect(200).json())).isEqualTo("started [\"after\"] [\"ok\"]");
        move(api, started, "l").expect(400);
    }

    private static JsonNode link(Api by, JsonNode execution, String body) {
        return by.post(path(execution) + "/transitions/links", body).expect(201).json();
    }

    private static String within(JsonNode link) {
        String url = link.path("url").asString();
        assertThat(url)
                .startsWith(stack.url().toString())
                .endsWith(link.path("token").asString());
        return url.substring(stack.url().toString().length());
    }

    private static final String REVIEW = """
            check:
              owners: [manager]
              transitions: {approve: {to: done, inputs: {note: {type: string}}}, deny: denied}
            denied: {transitions: {again: check}}
            done: {}
            """;

    @Test
    void somebody_without_a_key_makes_one_transition_by_a_link_once() {
        JsonNode started = start("linked", "check", REVIEW);
        Api manager = key("manager");
        String link = within(link(manager, started, "{\"transitionId\":\"approve\",\"comment\":\"by mail\"}"));

        Api anyone = api.withoutKey();
        assertThat(anyone.get(link).expect(200).text()).contains("<b>approve</b>", "<form method=\"post\">");
        assertThat(places(api.get(path(started)).json())).startsWith("started");
        anyone.post(link, "{\"data\":{\"note\":7}}").expect(422);
        anyone.post(link, "{\"data\":{\"note\":\"ok\"}}").expect(200);
        anyone.post(link, "{}").expect(410);

        assertThat(places(api.get(path(started)).json())).isEqualTo("completed [\"done\"] []");
        JsonNode events = api.get(
                        "/workflows/linked/executions/" + started.path("id").asString() + "/history")
                .json()
                .path("events");
        assertThat(Json.write(events)).contains("\"by\":\"link by key-", "\"reason\":\"by mail\"", "\"note\":\"ok\"");
    }

    @Test
    void a_link_is_used_up_when_its_state_is_left_and_does_nothing_at_the_next_visit() {
        JsonNode started = start("left", "check", REVIEW);
        String link = within(link(api, started, "{\"transitionId\":\"approve\"}"));
        move(api, started, "deny").expect(200);
        api.withoutKey().post(link, "{}").expect(410);
        move(api, started, "again").expect(200);

        api.withoutKey().post(link, "{}").expect(410);
        assertThat(places(api.get(path(started)).json())).startsWith("started [\"check\"]");
    }

    @Test
    void a_link_is_only_for_what_its_maker_may_do() {
        JsonNode started = start("own", "check", REVIEW);
        String body = "{\"transitionId\":\"approve\"}";
        key("hr").post(path(started) + "/transitions/links", body).expect(403);
        key("viewer").post(path(started) + "/transitions/links", body).expect(403);
        api.post(path(started) + "/transitions/links", "{\"transitionId\":\"again\"}")
                .expect(400);
        api.post(path(started) + "/transitions/links", "{\"transitionId\":\"approve\",\"expiresInSeconds\":0}")
                .expect(400);
        String link = within(link(api, started, body));
        for (int i = "/resume/".length(); i < link.length(); i++) {
            char other = link.charAt(i) == 'A' ? 'B' : 'A';
            api.withoutKey()
                    .post(link.substring(0, i) + other + link.substring(i + 1), "{}")
                    .expect(404);
        }
    }

    @Test
    void who_approves_by_key_and_by_link_counts_once() {
        JsonNode started = start("twice", "check", """
                check:
                  owners: {roles: [board], approvals: 2, distinct: true}
                  transitions: {approve: done}
                done: {}
                """);
        Api board = key("board");
        String link = within(link(board, started, "{\"transitionId\":\"approve\"}"));
        move(board, started, "approve").expect(200);

        api.withoutKey().post(link, "{}").expect(410);
        assertThat(places(api.get(path(started)).json())).startsWith("started [\"check\"]");
    }

    @Test
    void a_form_that_is_sent_makes_the_transition_too() {
        JsonNode started = start("form", "check", REVIEW);
        String link = within(link(api, started, "{\"transitionId\":\"deny\"}"));

        api.withoutKey()
                .with("Content-Type", "application/x-www-form-urlencoded")
                .call("POST", link, Optional.of(""))
                .expect(200);
        assertThat(places(api.get(path(started)).json())).isEqualTo("started [\"denied\"] [\"again\"]");
    }

    @Test
    void a_paused_machine_takes_no_transition_and_goes_on_when_it_is_resumed() {
        JsonNode started = start("paused", "check", REVIEW);
        String other = "/workflows/paused/executions/" + started.path("id").asString();
        api.post(other + "/pause", "{}").expect(200);

        assertThat(places(api.get(path(started)).json())).isEqualTo("started [\"check\"] []");
        assertThat(api.get(path(started)).json().path("paused").asBoolean()).isTrue();
        move(api, started, "approve").expect(409);
        api.post(other + "/resume", "{}").expect(200);
        move(api, started, "approve").expect(200);
    }
}
