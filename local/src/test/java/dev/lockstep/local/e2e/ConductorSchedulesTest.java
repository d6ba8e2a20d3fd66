package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.conductor.client.exception.ConductorClientException;
import com.netflix.conductor.client.http.EventClient;
import com.netflix.conductor.common.metadata.events.EventHandler;
import com.netflix.conductor.common.metadata.workflow.StartWorkflowRequest;
import dev.lockstep.engine.data.Json;
import io.orkes.conductor.client.ApiClient;
import io.orkes.conductor.client.SchedulerClient;
import io.orkes.conductor.client.http.OrkesSchedulerClient;
import io.orkes.conductor.client.model.SaveScheduleRequest;
import io.orkes.conductor.client.model.WorkflowSchedule;
import io.orkes.conductor.client.model.WorkflowScheduleExecutionModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Schedules and event handlers of Conductor's, by its released Java client and as its SDKs call them. */
class ConductorSchedulesTest extends OnLocalStack {
    private static final String WAIT = "{\"name\":\"wait\",\"taskReferenceName\":\"wait\",\"type\":\"WAIT\"}";

    @SuppressWarnings("NullAway.Init")
    private static ApiClient client;

    @SuppressWarnings("NullAway.Init")
    private static SchedulerClient schedules;

    @BeforeAll
    static void connect() {
        client = new ApiClient(stack.url() + "/api", "suite", stack.adminKey().text());
        schedules = new OrkesSchedulerClient(client);
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
    }

    private static SaveScheduleRequest yearly(String name) {
        StartWorkflowRequest start = new StartWorkflowRequest();
        start.setName("of " + name);
        start.setInput(Map.of("a", 1));
        SaveScheduleRequest request = new SaveScheduleRequest();
        request.setName(name);
        request.setCronExpression("0 0 12 29 2 ?");
        request.setZoneId("Europe/Berlin");
        request.setDescription("every leap year");
        request.setStartWorkflowRequest(start);
        return request;
    }

    /** What the other ways call a schedule. */
    private static String id(String name) {
        return api.get("/schedules?limit=100")
                .expect(200)
                .json()
                .path("schedules")
                .valueStream()
                .filter(schedule -> schedule.path("name").asString("").equals(name))
                .map(schedule -> schedule.path("schedule_id").asString())
                .findFirst()
                .orElseThrow();
    }

    private static void backfill(String name, String from, String to) {
        api.post("/schedules/" + id(name) + "/backfill", "{\"from\":\"" + from + "\",\"to\":\"" + to + "\"}")
                .expect(202);
    }

    private static List<WorkflowScheduleExecutionModel> executions(String name) {
        return schedules
                .search(0, 100, "scheduledTime:ASC", "*", "scheduleName = '" + name + "'")
                .getResults();
    }

    private static List<WorkflowScheduleExecutionModel> awaitExecutions(String name, int count) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> executions(name), found -> found.size() == count);
    }

    @Test
    void a_schedule_is_saved_read_listed_paused_resumed_defined_anew_and_deleted() {
        schedules.saveSchedule(yearly("kept"));

        WorkflowSchedule read = schedules.getSchedule("kept");
        assertThat(read.getCronExpression()).isEqualTo("0 0 12 29 2 ?");
        assertThat(read.getZoneId()).isEqualTo("Europe/Berlin");
        assertThat(read.isPaused()).isFalse();
        assertThat(read.isRunCatchupScheduleInstances()).isFalse();
        assertThat(read.getDescription()).isEqualTo("every leap year");
        assertThat(read.getStartWorkflowRequest().getName()).isEqualTo("of kept");
        assertThat(read.getStartWorkflowRequest().getInput()).isEqualTo(Map.of("a", 1));
        assertThat(Instant.ofEpochMilli(read.getNextRunTime()).toString()).matches("20\\d\\d-02-29T11:00:00Z");
        assertThat(read.getCreateTime()).isPositive();
        assertThat(schedules.getAllSchedules("of kept")).extracting("name").containsExactly("kept");
        assertThat(schedules.getAllSchedules("of nothing")).isEmpty();
        assertThat(schedules.getAllSchedules(null)).extracting("name").contains("kept");

        schedules.pauseSchedule("kept", "not now");
        assertThat(schedules.getSchedule("kept").isPaused()).isTrue();
        assertThat(schedules.getSchedule("kept").getPausedReason()).isEqualTo("not now");
        assertThat(schedules.getSchedule("kept").getNextRunTime()).isNull();
        schedules.saveSchedule(yearly("kept"));
        assertThat(schedules.getSchedule("kept").isPaused()).isTrue();
        schedules.resumeSchedule("kept");
        assertThat(schedules.getSchedule("kept").isPaused()).isFalse();

        schedules.saveSchedule(
                yearly("kept").cronExpression("0 30 6 * * MON-SUN").paused(true));
        assertThat(schedules.getSchedule("kept").getCronExpression()).isEqualTo("0 30 6 * * MON-SUN");
        assertThat(schedules.getSchedule("kept").isPaused()).isTrue();
        assertThat(schedules.getSchedule("kept").getCreateTime()).isEqualTo(read.getCreateTime());

        schedules.deleteSchedule("kept");
        Assertions.assertThatThrownBy(() -> schedules.getSchedule("kept"))
                .isInstanceOfSatisfying(
                        ConductorClientException.class,
                        refused -> assertThat(refused.getStatus()).isEqualTo(404));
        api.delete("/api/scheduler/schedules/kept").expect(204);
    }

    @Test
    void a_due_time_starts_the_workflow_as_it_is_defined_by_then_exactly_once() {
        conductor.register(ConductorCalls.definition("of fired", WAIT, ""));
        schedules.saveSchedule(yearly("fired").cronExpression("0 0 12 * * ?").paused(true));
        backfill("fired", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z");

        List<WorkflowScheduleExecutionModel> first = awaitExecutions("fired", 2);
        assertThat(first).extracting(row -> String.valueOf(row.getState())).containsOnly("EXECUTED");
        assertThat(first).extracting("workflowName").containsOnly("of fired");
        assertThat(first.getFirst().getScheduledTime())
                .isEqualTo(Instant.parse("2026-01-01T11:00:00Z").toEpochMilli());
        JsonNode workflow = conductor.workflow(first.getFirst().getWorkflowId());
        assertThat(workflow.path("workflowVersion").asInt()).isEqualTo(1);
        JsonNode input = workflow.path("input");
        assertThat(input.path("a").asInt()).isEqualTo(1);
        assertThat(input.path("_startedByScheduler").asString()).isEqualTo("fired");
        assertThat(input.path("_scheduledTime").asLong())
                .isEqualTo(first.getFirst().getScheduledTime());
        assertThat(input.path("_executionId").asString())
                .isEqualTo(first.getFirst().getExecutionId());
        assertThat(input.path("_schedulerCron").asString()).isEqualTo("0 0 12 * * ? Europe/Berlin");

        api.post(
                        "/api/metadata/workflow",
                        ConductorCalls.definition("of fired", WAIT, "").replace("\"version\":1", "\"version\":2"))
                .expect(200);
        backfill("fired", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z");
        List<WorkflowScheduleExecutionModel> all = awaitExecutions("fired", 3);
        assertThat(all.subList(0, 2))
                .extracting("workflowId")
                .isEqualTo(first.stream()
                        .map(WorkflowScheduleExecutionModel::getWorkflowId)
                        .toList());
        assertThat(conductor
                        .workflow(all.getLast().getWorkflowId())
                        .path("workflowVersion")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void a_due_time_whose_workflow_is_not_there_is_told_as_failed_and_the_schedule_goes_on() {
        schedules.saveSchedule(yearly("orphaned").cronExpression("0 0 0 1 * ?"));
        backfill("orphaned", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");

        WorkflowScheduleExecutionModel failed = awaitExecutions("orphaned", 1).getFirst();
        assertThat(String.valueOf(failed.getState())).isEqualTo("FAILED");
        assertThat(failed.getReason()).contains("of orphaned");
        assertThat(schedules.getSchedule("orphaned").isPaused()).isFalse();
    }

    @Test
    void schedules_are_paused_and_resumed_together() {
        schedules.saveSchedule(yearly("together-1"));
        schedules.saveSchedule(yearly("together-2"));

        assertThat(String.valueOf(schedules
                        .pauseSchedulers(List.of("together-1", "no such"))
                        .getBulkSuccessfulResults()))
                .isEqualTo("[together-1]");
        schedules.pauseAllSchedules();
        assertThat(schedules.getSchedule("together-2").isPaused()).isTrue();
        schedules.resumeAllSchedules();
        assertThat(schedules.getSchedule("together-2").isPaused()).isFalse();
        assertThat(schedules.getSchedule("together-1").isPaused()).isTrue();
        assertThat(String.valueOf(schedules
                        .resumeSchedulers(List.of("together-1", "no such"))
                        .getBulkErrorResults()))
                .startsWith("{no such=");
        assertThat(schedules.getSchedule("together-1").isPaused()).isFalse();
        schedules.requeueAllExecutionRecords();
    }

    @Test
    void schedules_are_searched_for() {
        for (String name : List.of("found b", "found a", "found c")) {
            schedules.saveSchedule(yearly(name).paused(name.endsWith("c")));
        }

        JsonNode all = api.get("/api/scheduler/schedules/search?freeText=found&size=2")
                .expect(200)
                .json();
        assertThat(all.path("totalHits").asInt()).isEqualTo(3);
        assertThat(all.path("results").valueStream().map(row -> row.path("name").asString()))
                .containsExactly("found a", "found b");
        assertThat(api.get("/api/scheduler/schedules/search?freeText=found&sort=name:DESC&paused=false&start=1")
                        .expect(200)
                        .json()
                        .path("results")
                        .path(0)
                        .path("name")
                        .asString())
                .isEqualTo("found a");
        assertThat(api.get("/api/scheduler/schedules/search?workflowName=of%20found%20c")
                        .expect(200)
                        .json()
                        .path("totalHits")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.get("/api/scheduler/schedules/search?scheduleName=found%20b")
                        .expect(200)
                        .json()
                        .path("totalHits")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void the_next_due_times_of_a_cron_are_told() {
        List<Long> next = schedules.getNextFewSchedules("0 0 0 1 1 ?", null, null, 3);

        assertThat(next).hasSize(3).isSorted();
        assertThat(next).allMatch(time -> Instant.ofEpochMilli(time).toString().endsWith("-01-01T00:00:00Z"));
        assertThat(schedules.getNextFewSchedules("0 0 0 1 1 ?", next.get(1), next.get(1), 5))
                .containsExactly(next.get(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"cronExpression\":\"*/10 * * * * *\"'  | cronExpression",
                "'\"cronExpression\":\"0 12 * * *\"'      | cronExpression",
                "'\"cronExpression\":\"0 0 0 1 * MON\"'   | cronExpression",
                "'\"cronExpression\":\"0 0 0 30 2 ?\"'    | cronExpression",
                "'\"cronExpression\":\"0 0 0 15W * ?\"'   | cronExpression",
                "'\"zoneId\":\"Mars/Olympus\"'            | zoneId",
                "'\"name\":\"\"'                          | name",
                "'\"scheduleStartTime\":5,\"scheduleEndTime\":4' | scheduleEndTime",
                "'\"startWorkflowRequest\":{}'            | startWorkflowRequest.name",
                "'\"startWorkflowRequest\":{\"name\":\"x\",\"idempotencyKey\":\"k\"}' | startWorkflowRequest.idempotencyKey",
                "'\"cronSchedules\":[{\"cronExpression\":\"0 0 0 * * ?\"}]' | cronSchedules",
            })
    void what_cannot_be_scheduled_is_refused_with_its_place(String wrong, String path) {
        ObjectNode schedule = (ObjectNode) Json.read("""
                {"name":"wrong","cronExpression":"0 0 0 * * ?","startWorkflowRequest":{"name":"x"}}""");
        schedule.setAll((ObjectNode) Json.read("{" + wrong + "}"));
        String body = Json.write(schedule);
        JsonNode refused =
                api.post("/api/scheduler/schedules", body).expect(400).json();

        assertThat(refused.path("validationErrors")
                        .valueStream()
                        .map(fault -> fault.path("path").asString()))
                .contains(path);
        api.get("/api/scheduler/schedules/wrong").expect(404);
    }

    @Test
    void a_schedule_is_paused_by_put_alone() {
        schedules.saveSchedule(yearly("put"));

        api.get("/api/scheduler/schedules/put/pause").expect(405);
        api.put("/api/scheduler/schedules/put/pause?reason=r", "").expect(200);
        api.put("/api/scheduler/schedules/none/pause", "").expect(404);
        api.put("/api/scheduler/bulk/pause", "{}").expect(400);
    }

    @Test
    void event_handlers_are_registered_updated_and_deleted_by_the_client() {
        EventClient events = new EventClient(client);
        EventHandler.Action action = new EventHandler.Action();
        action.setAction(EventHandler.Action.Type.start_workflow);
        EventHandler.StartWorkflow start = new EventHandler.StartWorkflow();
        start.setName("by event");
        start.setInput(Map.of("from", "${workflowInstanceId}"));
        action.setStart_workflow(start);
        EventHandler handler = new EventHandler();
        handler.setName("client's");
        handler.setEvent("conductor:publisher:tell");
        handler.setActions(List.of(action));
        handler.setActive(false);
        conductor.register(ConductorCalls.definition("by event", WAIT, ""));
        events.registerEventHandler(handler);
        handler.setActive(true);
        events.updateEventHandler(handler);

        assertThat(events.getEventHandlers("conductor:publisher:tell", true))
                .extracting("name")
                .containsExactly("client's");
        String publisher = conductor.run(
                "publisher",
                "{\"name\":\"tell\",\"taskReferenceName\":\"tell\",\"type\":\"EVENT\",\"sink\":\"conductor\"}",
                "{}");
        conductor.await(publisher, "COMPLETED");
        JsonNode found = api.get("/api/workflow/search-v2?query=workflowType%3D%22by%20event%22")
                .expect(200)
                .json();
        assertThat(found.path("totalHits").asInt()).isEqualTo(1);
        assertThat(found.path("results").path(0).path("input").path("from").asString())
                .isEqualTo(publisher);
        events.unregisterEventHandler("client's");
        assertThat(events.getEventHandlers("conductor:publisher:tell", false)).isEmpty();
    }

    @Test
    void waiting_tasks_are_completed_as_through_conductors_queue_of_events() {
        assertThat(api.get("/api/queue").expect(200).text()).isEqualTo("{}");
        assertThat(api.get("/api/queue/size").expect(200).text()).isEqualTo("{}");
        String byReference = conductor.run("queued", WAIT, "{}");
        String byId = conductor.run("queued", WAIT, "{}");
        String task = ConductorCalls.row(conductor.workflow(byId), "wait")
                .path("taskId")
                .asString();

        api.post("/api/queue/update/" + byReference + "/wait/COMPLETED", "{\"a\":1}")
                .expect(200);
        api.post("/api/queue/update/" + byReference + "/task/" + task + "/COMPLETED", "{}")
                .expect(404);
        api.post("/api/queue/update/" + byId + "/task/" + task + "/COMPLETED", "{\"a\":2}")
                .expect(200);

        assertThat(conductor
                        .await(byReference, "COMPLETED")
                        .path("output")
                        .path("a")
                        .asInt())
                .isEqualTo(1);
        assertThat(conductor.await(byId, "COMPLETED").path("output").path("a").asInt())
                .isEqualTo(2);
        api.post("/api/queue/update/" + byId + "/nothing/COMPLETED", "{}").expect(404);
        api.post("/api/queue/update/" + byId + "/wait/DANCING", "{}").expect(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/secrets", "/api/environment", "/api/environment/x", "/api/files/x", "/api/schema"})
    void what_is_not_there_is_not_found(String path) {
        api.get(path).expect(404);
    }

    @Test
    void the_messages_of_a_workflow_are_not_there_either() {
        String id = conductor.run("unread", WAIT, "{}");

        api.post("/api/workflow/" + id + "/messages", "{}").expect(404);
        api.get("/api/scheduler/schedules/x/tags").expect(404);
        api.put("/api/event/handler/x", "{}").expect(404);
    }
}
