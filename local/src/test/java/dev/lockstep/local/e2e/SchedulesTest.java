package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.adapters.UlidIds;
import dev.lockstep.adapters.dynamodb.DynamoApiKeyStore;
import dev.lockstep.adapters.dynamodb.DynamoScheduleStore;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.schedule.Cron;
import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleId;
import dev.lockstep.engine.schedule.ScheduleKey;
import dev.lockstep.engine.schedule.ScheduleSpec;
import dev.lockstep.engine.schedule.Timetable;
import dev.lockstep.engine.usecases.ApiKeys;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Schedules through the API, and what the watchdog makes of them. */
class SchedulesTest {
    private static final String NEW_YEAR = "\"from\":\"2026-01-01T00:00:00Z\"";

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @SuppressWarnings("NullAway.Init")
    private static String workflow;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
        workflow = api.register(Api.DUMMY);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    /** What makes a schedule that is not due while the tests run. */
    private static ObjectNode yearly() {
        return Json.object().put("workflow_id", workflow).put("cron", "0 0 29 2 *");
    }

    private static String created(ObjectNode body) {
        return api.post("/schedules", Json.write(body))
                .expect(201)
                .json()
                .path("schedule_id")
                .asString();
    }

    private static String path(String schedule) {
        return "/schedules/" + schedule;
    }

    private static JsonNode read(String schedule) {
        return api.get(path(schedule)).expect(200).json();
    }

    private static JsonNode await(String schedule, Predicate<JsonNode> condition) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> read(schedule), condition);
    }

    private static JsonNode awaitStarted(String schedule, int started) {
        return await(schedule, view -> view.path("counts").path("started").asInt() == started);
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.valueStream().map(item -> item.path(field).asString()).toList();
    }

    @Test
    void a_schedule_is_read_as_it_was_made() {
        String schedule = created(yearly().put("name", "leap days")
                .put("timezone", "Europe/Berlin")
                .put("overlap", "queue")
                .put("catch_up_seconds", 600)
                .put("starts_at", "2029-01-01T00:00:00+01:00")
                .put("ends_at", "2999-01-01T00:00:00Z")
                .put("version", 1));

        JsonNode view = read(schedule);

        assertThat(schedule).matches("sch-[0-7][0-9a-hjkmnp-tv-z]{25}");
        assertThat(Json.write(view))
                .startsWith("{\"schedule_id\":\"" + schedule
                        + "\",\"name\":\"leap days\",\"workflow_id\":\"" + workflow
                        + "\",\"version\":1,\"cron\":\"0 0 29 2 *\",\"timezone\":\"Europe/Berlin\",\"overlap\":\"queue\","
                        + "\"catch_up_seconds\":600,\"starts_at\":\"2028-12-31T23:00:00.000Z\","
                        + "\"ends_at\":\"2999-01-01T00:00:00.000Z\",\"created_at\":");
        assertThat(Json.write(view))
                .endsWith("\"status\":\"ACTIVE\",\"paused\":false,"
                        + "\"next_at\":\"2032-02-28T23:00:00.000Z\","
                        + "\"counts\":{\"started\":0,\"skipped\":0,\"missed\":0,\"failed\":0},\"executions\":[],"
                        + "\"not_started\":[],\"waiting\":[],\"backfills\":[],\"input\":{}}");
    }

    @Test
    void the_list_is_in_pages_the_newest_first_and_without_input() {
        String older = created(yearly());
        String newer = created(yearly());

        JsonNode first = api.get("/schedules?limit=1").expect(200).json();
        JsonNode second = api.get(
                        "/schedules?limit=1&cursor=" + first.path("next_cursor").asString())
                .expect(200)
                .json();

        assertThat(texts(first.path("schedules"), "schedule_id")).containsExactly(newer);
        assertThat(texts(second.path("schedules"), "schedule_id")).containsExactly(older);
        assertThat(first.path("schedules").get(0).has("input")).isFalse();
    }

    @Test
    void all_faults_of_a_body_are_told_at_once() {
        JsonNode errors = api.post("/schedules", """
                        {"workflow_id":"wf-00000000000000000000000000","cron":"60 0 30 2 *","timezone":"+02:00","overlap":"maybe",
                         "name":"","version":0,"input":[],"starts_at":"soon","ends_at":"2020-01-01T00:00:00Z","paused":"no",
                         "catch_up_seconds":1,"every":"day"}""").expect(400).json().path("errors");

        assertThat(texts(errors, "path"))
                .containsExactlyInAnyOrder(
                        "workflow_id",
                        "cron",
                        "timezone",
                        "overlap",
                        "name",
                        "version",
                        "input",
                        "starts_at",
                        "ends_at",
                        "paused",
                        "catch_up_seconds",
                        "every");
    }

    @ParameterizedTest(name = "{0} is refused at {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                 | workflow_id",
                "{\"workflow_id\":\"WF\",\"cron\":\"0 0 30 2 *\"}   | cron",
                "{\"workflow_id\":\"WF\",\"cron\":\"@daily\",\"version\":2} | version",
                "{\"workflow_id\":\"WF\",\"cron\":\"@daily\",\"starts_at\":\"2998-01-01T00:00:00Z\",\"ends_at\":\"2997-01-01T00:00:00Z\"} | ends_at",
                "{\"workflow_id\":\"x\",\"cron\":\"@daily\"}        | workflow_id",
            })
    void what_could_never_start_anything_is_refused(String body, String path) {
        JsonNode problem =
                api.post("/schedules", body.replace("WF", workflow)).expect(400).json();

        assertThat(texts(problem.path("errors"), "path")).contains(path);
    }

    @Test
    void input_that_the_workflow_does_not_take_is_refused() {
        String picky = api.register("""
                {"name":"picky","input_schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]},
                 "steps":[{"type":"Echo"}]}""");
        ObjectNode body = Json.object().put("workflow_id", picky).put("cron", "@yearly");

        JsonNode refused = api.post("/schedules", Json.write(body)).expect(400).json();
        body.putObject("input").put("n", 7);
        String schedule = created(body);

        assertThat(refused.path("errors").get(0).path("path").asString()).startsWith("input");
        assertThat(Json.write(read(schedule).path("input"))).isEqualTo("{\"n\":7}");
    }

    @Test
    void a_backfill_starts_one_execution_for_each_due_time_however_often_it_is_asked_for() {
        String schedule = created(Json.object()
                .put("workflow_id", workflow)
                .put("cron", "0 0 1 * *")
                .put("overlap", "allow")
                .put("paused", true));
        String body = "{" + NEW_YEAR + ",\"to\":\"2026-04-01T00:00:00Z\"}";

        JsonNode accepted =
                api.post(path(schedule) + "/backfill", body).expect(202).json();
        JsonNode view = awaitStarted(schedule, 3);
        api.post(path(schedule) + "/backfill", body).expect(202);
        await(schedule, again -> again.path("backfills").isEmpty());

        assertThat(accepted.path("due_times").asInt()).isEqualTo(3);
        assertThat(accepted.path("backfill_id").asString()).matches("bf-[0-7][0-9a-hjkmnp-tv-z]{25}");
        assertThat(texts(view.path("executions"), "due_at"))
                .containsExactly("2026-03-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z");
        assertThat(read(schedule).path("executions")).isEqualTo(view.path("executions"));
        assertThat(read(schedule).path("counts").path("started").asInt()).isEqualTo(3);
        for (String execution : texts(view.path("executions"), "execution_id")) {
            JsonNode ended = api.ended(workflow, execution);
            assertThat(ended.path("status").asString()).isEqualTo("COMPLETED");
            assertThat(ended.path("correlation_id").asString()).startsWith(schedule + "/2026-");
        }
    }

    @Test
    void a_backfill_of_nothing_or_of_too_much_or_of_the_future_is_refused() {
        String schedule = created(yearly().put("cron", "* * * * *").put("paused", true));

        api.post(path(schedule) + "/backfill", "{}").expect(400);
        api.post(path(schedule) + "/backfill", "{" + NEW_YEAR + ",\"to\":\"2026-01-01T16:41:00Z\"}")
                .expect(400);
        api.post(path(schedule) + "/backfill", "{" + NEW_YEAR + ",\"to\":\"2026-01-01T00:00:00Z\"}")
                .expect(400);
        api.post(path(schedule) + "/backfill", "{" + NEW_YEAR + ",\"to\":\"2999-01-01T00:00:00Z\"}")
                .expect(400);
        api.post(path(schedule) + "/backfill", "{" + NEW_YEAR + ",\"to\":\"2026-01-01T00:01:00Z\",\"every\":1}")
                .expect(400);
    }

    /** As a watchdog finds it that was down for half an hour: put into the store, since no call makes one that is late. */
    @Test
    void what_came_due_while_nobody_looked_is_started_once_for_each_due_time() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.HOURS);
        Timetable timetable =
                new Timetable(Cron.parse("*/10 * * * *"), ZoneId.of("UTC"), Optional.empty(), Optional.of(now));
        ScheduleSpec spec = new ScheduleSpec(
                Optional.empty(),
                new WorkflowId(workflow),
                Optional.empty(),
                timetable,
                Overlap.QUEUE,
                Duration.ofHours(3));
        ScheduleKey key = new ScheduleKey(Workspace.DEFAULT, new ScheduleId("sch-" + new UlidIds().ulid()));
        Schedule late = Schedule.create(key, spec, now.minus(Duration.ofMinutes(31)), Optional.empty());
        new DynamoScheduleStore(stack.dynamoDb(), stack.tableName("Table")).add(late, Json.object());

        JsonNode view = awaitStarted(key.id().value(), 3);

        assertThat(view.path("status").asString()).isEqualTo("ENDED");
        assertThat(view.has("next_at")).isFalse();
        assertThat(texts(view.path("executions"), "due_at")).hasSize(3).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void a_schedule_of_a_deleted_workflow_pauses_itself() {
        String gone = api.register(Api.DUMMY);
        String schedule = created(yearly().put("workflow_id", gone).put("cron", "@yearly"));
        api.delete("/workflows/" + gone).expect(204);
        api.post(path(schedule) + "/backfill", "{" + NEW_YEAR + ",\"to\":\"2026-01-02T00:00:00Z\"}")
                .expect(202);

        JsonNode view = await(schedule, found -> found.path("paused").asBoolean());

        assertThat(view.path("pause_reason").asString()).isEqualTo("there is no workflow " + gone);
        assertThat(view.has("paused_by")).isFalse();
        assertThat(view.path("not_started").get(0).path("reason").asString()).isEqualTo("FAILED");
    }

    @Test
    void a_schedule_is_paused_and_resumed_and_replaced_and_deleted() {
        String schedule = created(yearly());

        JsonNode paused = api.post(path(schedule) + "/pause", "{\"reason\":\"look into it\"}")
                .expect(200)
                .json();
        assertThat(paused.path("status").asString()).isEqualTo("PAUSED");
        assertThat(paused.path("pause_reason").asString()).isEqualTo("look into it");
        assertThat(paused.has("next_at")).isFalse();

        JsonNode resumed = api.post(path(schedule) + "/resume", "").expect(200).json();
        assertThat(resumed.path("next_at").asString()).isEqualTo("2028-02-29T00:00:00.000Z");

        JsonNode replaced = api.put(
                        path(schedule),
                        Json.write(yearly().put("cron", "0 0 1 1 *").put("timezone", "Asia/Tokyo")))
                .expect(200)
                .json();
        assertThat(replaced.path("next_at").asString()).endsWith("-12-31T15:00:00.000Z");
        api.put(path(schedule), "{}").expect(400);

        api.delete(path(schedule)).expect(204);
        api.get(path(schedule)).expect(404);
        api.put(path(schedule), Json.write(yearly())).expect(404);
        api.delete(path(schedule)).expect(404);
        api.post(path(schedule) + "/pause", "{}").expect(404);
    }

    @Test
    void a_repeated_key_makes_one_schedule_and_one_for_another_request_is_refused() {
        Api same = api.with("Idempotency-Key", "schedule-1");
        String first = Json.write(yearly());

        JsonNode made = same.post("/schedules", first).expect(201).json();

        assertThat(same.post("/schedules", first).expect(201).json()).isEqualTo(made);
        same.post("/schedules", Json.write(yearly().put("name", "other"))).expect(422);
    }

    @ParameterizedTest(name = "{0}: read {1}, define {2}, control {3}")
    @CsvSource({
        "admin,     200, 201, 200",
        "developer, 200, 201, 200",
        "operator,  200, 403, 200",
        "viewer,    200, 403, 403",
        "worker,    403, 403, 403",
    })
    void a_role_allows_what_it_is_for(String role, int read, int define, int control) {
        String schedule = created(yearly());
        Api as = api.withKey(api.post("/api-keys", "{\"name\":\"test\",\"roles\":[\"" + role + "\"]}")
                .expect(201)
                .json()
                .path("secret")
                .asString());

        as.get("/schedules").expect(read);
        as.get(path(schedule)).expect(read);
        as.post("/schedules", Json.write(yearly())).expect(define);
        as.put(path(schedule), Json.write(yearly())).expect(define == 201 ? 200 : 403);
        as.post(path(schedule) + "/pause", "{}").expect(control);
        as.post(path(schedule) + "/resume", "{}").expect(control);
        as.post(path(schedule) + "/backfill", "{\"from\":\"2024-01-01T00:00:00Z\",\"to\":\"2024-12-01T00:00:00Z\"}")
                .expect(control == 200 ? 202 : 403);
        as.delete(path(schedule)).expect(define == 201 ? 204 : 403);
        api.withoutKey().get(path(schedule)).expect(401);
    }

    @Test
    void nothing_of_another_workspace_is_visible() {
        String schedule = created(yearly());
        ApiKeys keys = new ApiKeys(
                new DynamoApiKeyStore(stack.dynamoDb(), stack.tableName("Table")),
                new UlidIds(),
                InstantSource.system());
        Api stranger = api.withKey(keys.create(
                        new Caller(new Workspace("elsewhere"), "key-test", Set.of("admin")),
                        "test",
                        Set.of("admin"),
                        Optional.empty())
                .secret());

        stranger.get(path(schedule)).expect(404);
        stranger.put(path(schedule), Json.write(yearly())).expect(404);
        stranger.delete(path(schedule)).expect(404);
        stranger.post(path(schedule) + "/pause", "{}").expect(404);
        stranger.post(path(schedule) + "/resume", "{}").expect(404);
        stranger.post(path(schedule) + "/backfill", "{" + NEW_YEAR + ",\"to\":\"2026-02-01T00:00:00Z\"}")
                .expect(404);
        stranger.post("/schedules", Json.write(yearly())).expect(400);
        assertThat(stranger.get("/schedules").json().path("schedules").size()).isZero();
        assertThat(read(schedule).path("status").asString()).isEqualTo("ACTIVE");
    }
}
