package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** State machines over HTTP, call by call. */
class MachinesTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api admin;

    @SuppressWarnings("NullAway.Init")
    private static Api manager;

    @SuppressWarnings("NullAway.Init")
    private static Api hr;

    @SuppressWarnings("NullAway.Init")
    private static String yaml;

    @BeforeAll
    static void start() throws Exception {
        stack = StackOptions.of(Project.template()).start();
        admin = Api.of(stack);
        manager = key("manager");
        hr = key("hr");
        yaml = Files.readString(Project.file("docs/examples/leave-request.yaml"));
        register(yaml);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static Api key(String... roles) {
        JsonNode made = admin.post(
                        "/api-keys",
                        Json.write(Json.object().put("name", "k").set("roles", Json.toTree(List.of(roles)))))
                .expect(201)
                .json();
        return admin.withKey(made.path("secret").asString());
    }

    private static Api.Answer register(String definition) {
        return admin.with("Content-Type", "application/yaml")
                .post("/api/definitions", definition)
                .expect(201);
    }

    private static String started() {
        return admin.post("/api/executions", "{\"definitionId\":\"leave-request\",\"input\":{\"days\":3}}")
                .expect(201)
                .json()
                .path("id")
                .asString();
    }

    private static Api.Answer move(Api by, String execution, String transition) {
        return by.post("/api/executions/" + execution + "/transitions", "{\"transitionId\":\"" + transition + "\"}");
    }

    private static String submitted() {
        String id = started();
        move(admin, id, "submit").expect(200);
        return id;
    }

    private static String places(JsonNode execution) {
        return execution.path("status").asString() + " " + Json.write(execution.path("currentStates")) + " "
                + Json.write(execution.path("availableTransitions"));
    }

    private static JsonNode read(Api by, String execution) {
        return by.get("/api/executions/" + execution).expect(200).json();
    }

    @Test
    void a_leave_request_is_submitted_approved_by_both_and_completed() {
        JsonNode started = admin.post("/api/executions", "{\"definitionId\":\"leave-request\",\"input\":{\"days\":3}}")
                .expect(201)
                .json();
        String id = started.path("id").asString();

        assertThat(started.propertyNames())
                .containsExactly(
                        "id",
                        "definitionId",
                        "version",
                        "status",
                        "inputs",
                        "currentStates",
                        "availableTransitions",
                        "createdAt",
                        "updatedAt");
        assertThat(id).matches("ex-[0-9a-hjkmnp-tv-z]{26}");
        assertThat(started.path("definitionId").asString()).isEqualTo("leave-request");
        assertThat(started.path("version").asString()).isEqualTo("v1");
        assertThat(Json.write(started.path("inputs"))).isEqualTo("{\"days\":3}");
        assertThat(started.path("createdAt").asString()).matches(TIME);
        assertThat(places(started)).isEqualTo("started [\"draft\"] [\"submit\"]");

        assertThat(places(move(admin, id, "submit").expect(200).json()))
                .isEqualTo("started [\"manager_check\",\"hr_check\"]"
                        + " [\"manager_deny\",\"manager_approve\",\"hr_deny\",\"hr_approve\"]");
        assertThat(places(move(hr, id, "hr_approve").expect(200).json())).isEqualTo("started [\"manager_check\"] []");
        assertThat(places(move(manager, id, "manager_approve").expect(200).json()))
                .isEqualTo("completed [\"approved\"] []");
        assertThat(places(read(admin, id))).isEqualTo("completed [\"approved\"] []");
        assertThat(read(admin, id).path("completedAt").asString()).matches(TIME);
    }

    @Test
    void a_denied_request_goes_back_to_its_draft_and_can_be_submitted_again() {
        String id = submitted();
        move(hr, id, "hr_approve").expect(200);

        assertThat(places(move(manager, id, "manager_deny").expect(200).json()))
                .isEqualTo("started [\"draft\"] [\"submit\"]");
        move(hr, id, "hr_deny").expect(400);
        assertThat(places(move(admin, id, "submit").expect(200).json()))
                .startsWith("started [\"manager_check\",\"hr_check\"]");
    }

    @Test
    void each_key_sees_and_makes_the_transitions_of_the_states_that_it_owns() {
        String id = submitted();

        assertThat(places(read(manager, id))).endsWith("[\"manager_deny\",\"manager_approve\"]");
        assertThat(places(read(hr, id))).endsWith("[\"hr_deny\",\"hr_approve\"]");
        assertThat(places(read(key("employee"), id))).endsWith(" []");
        assertThat(places(read(key("viewer"), id))).endsWith(" []");
        Api.Answer refused = move(manager, id, "hr_approve").expect(403);
        assertThat(refused.json().path("detail").asString()).contains("hr_check is owned by hr");
        move(key("viewer"), id, "hr_approve").expect(403);
        move(key("worker"), id, "hr_approve").expect(403);
        key("worker").get("/api/executions/" + id).expect(403);
        manager.get("/api/definitions/leave-request").expect(403);
        manager.post("/api/executions", "{\"definitionId\":\"leave-request\"}").expect(403);
    }

    @Test
    void of_eight_who_make_one_transition_at_the_same_time_one_does_each_time() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 200; round++) {
                String id = started();
                CountDownLatch ready = new CountDownLatch(8);
                Callable<Integer> call = () -> {
                    ready.countDown();
                    ready.await();
                    return move(admin, id, "submit").status();
                };
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> future : callers.invokeAll(java.util.Collections.nCopies(8, call))) {
                    statuses.add(future.get());
                }

                assertThat(statuses).as("round %s", round).containsOnlyOnce(200).isSubsetOf(200, 400, 409);
                assertThat(read(admin, id).path("currentStates").size()).isEqualTo(2);
            }
        }
    }

    @Test
    void what_goes_wrong_has_its_own_status() {
        String id = started();
        move(admin, id, "manager_approve").expect(400);
        admin.post("/api/executions/" + id + "/transitions", "{\"transition\":\"submit\"}")
                .expect(400);
        move(admin, "ex-01kajx5z8e3f7q9s2v4w6x8y0z", "submit").expect(404);
        move(OtherWorkspace.admin(stack), id, "submit").expect(404);
        JsonNode unfit = admin.post(
                        "/api/executions", "{\"definitionId\":\"leave-request\",\"input\":{\"days\":0,\"dya\":1}}")
                .expect(422)
                .json();
        assertThat(unfit.path("errors")
                        .valueStream()
                        .map(error -> error.path("path").asString()))
                .containsExactly("input.days", "input.dya");
        assertThat(admin.post("/api/executions", "{\"definitionId\":\"leave-request\"}")
                        .expect(422)
                        .json()
                        .path("errors")
                        .path(0)
                        .path("path")
                        .asString())
                .isEqualTo("input.days");
        admin.post("/api/executions", "{\"definitionId\":\"no-such\"}").expect(404);
        admin.post("/api/executions", "{\"definitionId\":\"leave-request\",\"version\":\"v9\",\"input\":{\"days\":1}}")
                .expect(404);
        admin.post("/api/executions", "{\"definitionId\":\"leave-request\",\"version\":\"nine\"}")
                .expect(400);

        move(admin, id, "submit").expect(200);
        admin.post(
                        "/api/executions/" + id + "/transitions",
                        "{\"transitionId\":\"manager_approve\",\"input\":{\"comment\":7}}")
                .expect(422);
        admin.post("/api/executions/" + id + "/stop", "{\"reason\":\"withdrawn\"}")
                .expect(200);
        move(admin, id, "manager_approve").expect(409);
    }

    @Test
    void a_guard_that_does_not_hold_lets_nothing_through() {
        String id = admin.post("/api/executions", "{\"definitionId\":\"leave-request\",\"input\":{\"days\":31}}")
                .expect(201)
                .json()
                .path("id")
                .asString();
        move(admin, id, "submit").expect(200);

        Api.Answer refused = move(manager, id, "manager_approve").expect(400);

        assertThat(refused.json().path("detail").asString()).contains("guard");
        assertThat(places(read(manager, id))).contains("manager_check");
    }

    @Test
    void one_that_is_stopped_and_one_that_is_killed_are_told_apart() {
        String stopped = started();
        String killed = submitted();

        assertThat(places(admin.post("/api/executions/" + stopped + "/stop", "{}")
                        .expect(200)
                        .json()))
                .isEqualTo("stopped [\"draft\"] []");
        JsonNode dead = admin.post("/api/executions/" + killed + "/kill", "{\"reason\":\"stuck\"}")
                .expect(200)
                .json();
        assertThat(places(dead)).isEqualTo("killed [\"manager_check\",\"hr_check\"] []");
        assertThat(dead.path("reason").asString()).isEqualTo("stuck");
        assertThat(ids("?status=killed&definitionId=leave-request"))
                .contains(killed)
                .doesNotContain(stopped);
        assertThat(ids("?status=stopped")).contains(stopped).doesNotContain(killed);
        manager.post("/api/executions/" + stopped + "/kill", "{}").expect(403);
    }

    private static List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    admin.get("/api/executions" + query + cursor).expect(200).json();
            page.path("items").forEach(item -> ids.add(item.path("id").asString()));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        return ids;
    }

    @Test
    void lists_page_through_all_executions_newest_first() {
        register(yaml.replace("leave-request", "listed"));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(admin.post("/api/executions", "{\"definitionId\":\"listed\",\"input\":{\"days\":1}}")
                    .expect(201)
                    .json()
                    .path("id")
                    .asString());
        }

        assertThat(ids("?definitionId=listed&limit=3")).isEqualTo(made.reversed());
        assertThat(ids("?limit=2")).containsSubsequence(made.reversed());
        assertThat(ids("?limit=2&status=started&definitionId=listed")).isEqualTo(made.reversed());
        JsonNode item = admin.get("/api/executions?limit=1&definitionId=listed")
                .expect(200)
                .json()
                .path("items")
                .path(0);
        assertThat(item.propertyNames()).containsExactly("id", "definitionId", "version", "status", "createdAt");
        admin.get("/api/executions?status=processing").expect(400);
        admin.get("/api/executions?cursor=x").expect(400);
        assertThat(OtherWorkspace.admin(stack)
                        .get("/api/executions")
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void a_repeated_call_starts_and_moves_nothing_twice() {
        String body = "{\"definitionId\":\"leave-request\",\"input\":{\"days\":2}}";
        Api once = admin.with("Idempotency-Key", "request-7");
        JsonNode first = once.post("/api/executions", body).expect(201).json();
        JsonNode second = once.post("/api/executions", body).expect(201).json();
        assertThat(second).isEqualTo(first);
        once.post("/api/executions", body.replace("2", "4")).expect(422);

        String path = "/api/executions/" + first.path("id").asString() + "/transitions";
        Api move = admin.with("Idempotency-Key", "move-7");
        move.post(path, "{\"transitionId\":\"submit\"}").expect(200);
        assertThat(places(move.post(path, "{\"transitionId\":\"submit\"}")
                        .expect(200)
                        .json()))
                .startsWith("started [\"manager_check\",\"hr_check\"]");
    }

    @Test
    void the_routes_of_pipelines_show_each_state_as_a_task() {
        String id = submitted();
        move(hr, id, "hr_approve").expect(200);

        JsonNode execution = admin.execution("leave-request", id);

        assertThat(execution.path("status").asString()).isEqualTo("RUNNING");
        assertThat(execution
                        .path("tasks")
                        .valueStream()
                        .map(task -> task.path("step").asString() + " "
                                + task.path("type").asString() + " "
                                + task.path("status").asString()))
                .containsExactly(
                        "draft Decision COMPLETED",
                        "manager_check Decision WAITING",
                        "hr_check Decision COMPLETED",
                        "approved Terminate PENDING");
        assertThat(Json.write(admin.get("/workflows/leave-request").expect(200).json()))
                .contains("\"name\":\"Leave request\"")
                .doesNotContain("steps");
        assertThat(admin.get("/workflows/leave-request/executions?limit=100")
                        .expect(200)
                        .text())
                .contains(id);
        assertThat(admin.get("/runs/" + id).expect(200).json().path("runStages").size())
                .isEqualTo(4);
        admin.put("/workflows/leave-request", Api.DUMMY).expect(409);
        assertThat(admin.get("/workflows?limit=100").expect(200).text()).doesNotContain("leave-request");
    }

    @Test
    void the_routes_of_machines_show_the_open_tasks_of_a_pipeline() {
        String workflow = admin.register("""
                {"name": "waits", "steps": [{"type": "Await", "id": "go"}, {"type": "Echo", "id": "after"}]}""");
        String id = admin.post("/api/executions", "{\"definitionId\":\"" + workflow + "\"}")
                .expect(201)
                .json()
                .path("id")
                .asString();

        assertThat(places(read(admin, id))).isEqualTo("started [\"go\"] []");
        move(admin, id, "go").expect(400);
        admin.post("/workflows/" + workflow + "/executions/" + id + "/signals/go", "{}")
                .expect(200);
        admin.ended(workflow, id);
        assertThat(places(read(admin, id))).isEqualTo("completed [] []");
        assertThat(admin.get("/api/definitions/" + workflow).expect(200).text()).contains("\"title\":\"waits\"");
        admin.put("/api/definitions/" + workflow, "{}").expect(409);
    }

    @Test
    void the_history_tells_who_made_which_transition_when_with_what() {
        String id = submitted();
        manager.post(
                        "/api/executions/" + id + "/transitions",
                        "{\"transitionId\":\"manager_approve\",\"input\":{\"comment\":\"enjoy\"},\"comment\":\"by phone\"}")
                .expect(200);

        JsonNode events = admin.get("/workflows/leave-request/executions/" + id + "/history?limit=100")
                .expect(200)
                .json()
                .path("events");

        assertThat(events.valueStream().map(event -> event.path("transition").asString("")))
                .contains("submit", "manager_approve");
        JsonNode approved = events.valueStream()
                .filter(event -> event.path("transition").asString("").equals("manager_approve"))
                .findFirst()
                .orElseThrow();
        assertThat(approved.path("step").asString()).isEqualTo("manager_check");
        assertThat(approved.path("by").asString()).startsWith("key-");
        assertThat(approved.path("reason").asString()).isEqualTo("by phone");
        assertThat(Json.write(approved.path("input"))).isEqualTo("{\"comment\":\"enjoy\"}");
        assertThat(approved.path("at").asString()).matches(TIME);
    }
}
