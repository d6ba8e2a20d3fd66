package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Moves on many executions, through the API, and what the watchdog makes of them. */
class BulkTest {
    private static final String WAITING =
            "{\"name\": \"Long\", \"steps\": [{\"id\": \"long\", \"type\": \"Wait\", \"duration\": \"P1D\"}]}";

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

    private static List<String> executions(String workflow, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(api.execute(workflow, "{}"));
        }
        return ids;
    }

    private static ObjectNode bulk(String action, String workflow) {
        return Json.object().put("action", action).put("workflow_id", workflow).put("reason", "clean up");
    }

    private static String started(ObjectNode body) {
        return api.post("/bulk", Json.write(body))
                .expect(202)
                .json()
                .path("bulk_id")
                .asString();
    }

    private static JsonNode done(String bulk) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> api.get("/bulk/" + bulk).expect(200).json(),
                        view -> !view.path("status").asString().equals("RUNNING"));
    }

    private static String status(String workflow, String execution) {
        return api.execution(workflow, execution).path("status").asString();
    }

    @Test
    void a_bulk_cancels_the_newest_and_each_execution_tells_by_whom_and_why() {
        String workflow = api.register(WAITING);
        List<String> ids = executions(workflow, 12);

        String bulk = started(bulk("cancel", workflow).put("limit", 10));
        JsonNode view = done(bulk);

        assertThat(bulk).matches("bulk-[0-7][0-9a-hjkmnp-tv-z]{25}");
        assertThat(view.propertyNames())
                .containsExactly(
                        "bulk_id",
                        "action",
                        "workflow_id",
                        "filter",
                        "reason",
                        "limit",
                        "status",
                        "matched",
                        "done",
                        "refused",
                        "refusals",
                        "created_at",
                        "created_by",
                        "completed_at");
        assertThat(view.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(view.path("matched").asInt()).isEqualTo(10);
        assertThat(view.path("done").asInt()).isEqualTo(10);
        assertThat(ids.stream().filter(id -> status(workflow, id).equals("CANCELED")))
                .isEqualTo(ids.subList(2, 12));
        assertThat(Json.write(api.get("/workflows/" + workflow + "/executions/" + ids.getLast() + "/history")
                        .json()))
                .contains("\"by\":\"key-admin\",\"reason\":\"clean up (" + bulk + ")\"");
        api.post("/bulk/" + bulk + "/cancel", "{}").expect(409);
    }

    @Test
    void a_bulk_is_for_the_executions_that_its_filter_lets_in() {
        String workflow = api.register(WAITING);
        List<String> ids = executions(workflow, 4);
        api.post("/workflows/" + workflow + "/executions/" + ids.get(1) + "/pause", "{}")
                .expect(200);
        ObjectNode resume = bulk("resume", workflow);
        resume.putObject("filter").put("status", "PAUSED").put("created_after", "2020-01-01T00:00:00Z");
        ObjectNode none = bulk("cancel", workflow);
        none.putObject("filter").put("created_before", "2020-01-01T00:00:00Z");
        ObjectNode named = bulk("cancel", workflow);
        named.putObject("filter").putArray("execution_ids").add(ids.get(0)).add(ids.get(1));

        JsonNode resumed = done(started(resume));
        assertThat(resumed.path("done").asInt()).isEqualTo(1);
        assertThat(Json.write(resumed.path("filter")))
                .isEqualTo("{\"status\":\"PAUSED\",\"created_after\":\"2020-01-01T00:00:00.000Z\"}");
        assertThat(done(started(none)).path("matched").asInt()).isZero();
        assertThat(done(started(named)).path("done").asInt()).isEqualTo(2);
        assertThat(status(workflow, ids.get(2))).isEqualTo("RUNNING");
        assertThat(status(workflow, ids.get(1))).isEqualTo("CANCELED");
    }

    @Test
    void what_a_single_call_would_refuse_is_told_and_a_rerun_begins_anew() {
        String workflow = api.register(Api.DUMMY);
        List<String> ids = executions(workflow, 3);
        ids.forEach(id -> api.ended(workflow, id));

        JsonNode refused = done(started(bulk("cancel", workflow)));
        JsonNode rerun = done(started(bulk("rerun", workflow).put("from", "step_2")));

        assertThat(refused.path("refused").asInt()).isEqualTo(3);
        assertThat(refused.path("refusals").get(0).path("execution_id").asString())
                .isEqualTo(ids.getLast());
        assertThat(refused.path("refusals").get(0).path("why").asString()).endsWith("has ended: it is COMPLETED");
        assertThat(rerun.path("done").asInt()).isEqualTo(3);
        assertThat(rerun.path("from").asString()).isEqualTo("step_2");
        ids.forEach(id -> assertThat(
                        api.ended(workflow, id).path("output").path("text").asString())
                .isEqualTo("!dlrow ,olleH"));
    }

    @Test
    void a_repeated_key_makes_one_bulk_and_bulks_are_listed_newest_first() {
        String workflow = api.register(WAITING);
        Api keyed = api.with("Idempotency-Key", "bulk-" + workflow);
        String body = Json.write(bulk("pause", workflow));

        JsonNode first = keyed.post("/bulk", body).expect(202).json();
        assertThat(keyed.post("/bulk", body).expect(202).json()).isEqualTo(first);
        keyed.post("/bulk", Json.write(bulk("cancel", workflow))).expect(422);
        String second = started(bulk("pause", workflow));

        List<String> listed = api.get("/bulk?limit=2")
                .expect(200)
                .json()
                .path("bulks")
                .valueStream()
                .map(view -> view.path("bulk_id").asString())
                .toList();
        assertThat(listed).containsExactly(second, first.path("bulk_id").asString());
    }

    @Test
    void nothing_of_another_workspace_is_visible() {
        String workflow = api.register(WAITING);
        String bulk = started(bulk("pause", workflow));
        Api stranger = OtherWorkspace.admin(stack);

        stranger.get("/bulk/" + bulk).expect(404);
        stranger.post("/bulk/" + bulk + "/cancel", "{}").expect(404);
        stranger.post("/bulk", Json.write(bulk("cancel", workflow))).expect(404);
        assertThat(stranger.get("/bulk").json().path("bulks").size()).isZero();
        api.get("/bulk/bulk-x").expect(404);
    }

    @ParameterizedTest(name = "{0}: start {1}, read {2}")
    @CsvSource({"developer, 202, 200", "operator, 202, 200", "viewer, 403, 200", "worker, 403, 403"})
    void a_role_allows_what_it_is_for(String role, int start, int read) {
        String workflow = api.register(WAITING);
        Api caller = api.withKey(api.post("/api-keys", "{\"name\":\"test\",\"roles\":[\"" + role + "\"]}")
                .expect(201)
                .json()
                .path("secret")
                .asString());

        caller.post("/bulk", Json.write(bulk("pause", workflow))).expect(start);
        caller.get("/bulk").expect(read);
        caller.get("/dead-letters").expect(read);
    }

    @Test
    void all_faults_are_told_at_once_with_their_paths() {
        String faults = api.post("/bulk", """
                        {"action": "delete", "from": "a", "limit": 10001, "reason": "", "why": 1,
                         "filter": {"status": "DONE", "created_after": "yesterday", "execution_ids": ["x"], "state": 1}}
                        """).expect(400).json().path("errors").toString();
        String others = api.post("/bulk", """
                        {"action": "rerun", "workflow_id": "wf-1",
                         "filter": {"created_after": "2026-01-02T00:00:00Z", "created_before": "2026-01-01T00:00:00Z",
                                    "execution_ids": []}}
                        """).expect(400).json().path("errors").toString();

        assertThat(faults)
                .contains("\"action\"", "\"from\"", "\"workflow_id\"", "\"limit\"", "\"reason\"", "\"why\"")
                .contains("\"filter.status\"", "\"filter.created_after\"", "\"filter.execution_ids[0]\"")
                .contains("\"filter.state\"");
        assertThat(others)
                .contains("\"from\"", "\"workflow_id\"", "\"filter.created_before\"", "\"filter.execution_ids\"");
        api.post("/bulk", "{\"action\":\"cancel\",\"workflow_id\":\"wf-00000000000000000000000000\"}")
                .expect(404);
    }
}
