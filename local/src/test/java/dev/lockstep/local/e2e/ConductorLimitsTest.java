package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How many tasks are handed out, to whom, and what a start says of that, over HTTP. Each test has names of its own. */
class ConductorLimitsTest extends OnLocalStack {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static List<JsonNode> poll(String type, String more) {
        List<JsonNode> tasks = new ArrayList<>();
        api.get("/api/tasks/poll/batch/" + type + "?count=10&timeout=500&workerid=w1" + more)
                .expect(200)
                .json()
                .forEach(tasks::add);
        return tasks;
    }

    private static String start(String name, String more) {
        return api.post("/api/workflow", "{\"name\":\"" + name + "\"" + more + "}")
                .expect(200)
                .text();
    }

    private static List<JsonNode> takeAll(String type, int expected) {
        List<JsonNode> tasks = new ArrayList<>();
        Awaitility.await().atMost(LIMIT).until(() -> {
            tasks.addAll(poll(type, ""));
            return tasks.size() >= expected;
        });
        return tasks;
    }

    @Test
    void no_more_tasks_of_a_name_are_in_progress_than_may_be() {
        conductor.taskDefinition("narrow", "\"concurrentExecLimit\":2");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(conductor.run("narrow", simple("narrow"), "{}"));
        }

        List<JsonNode> first = takeAll("narrow", 2);
        assertThat(first).hasSize(2);
        assertThat(poll("narrow", "")).isEmpty();
        first.forEach(task -> conductor.complete(task, "{}"));
        List<JsonNode> next = takeAll("narrow", 2);

        assertThat(next).hasSize(2);
        next.forEach(task -> conductor.complete(task, "{}"));
        ids.forEach(id -> conductor.await(id, "COMPLETED"));
    }

    @Test
    void no_more_tasks_of_a_name_are_handed_out_within_a_time_than_may_be() {
        conductor.taskDefinition("slow", "\"rateLimitPerFrequency\":1,\"rateLimitFrequencyInSeconds\":10");
        conductor.run("slow", simple("slow"), "{}");
        conductor.run("slow", simple("slow"), "{}");

        List<JsonNode> first = takeAll("slow", 1);
        assertThat(first).hasSize(1);
        assertThat(first.getFirst().path("rateLimitPerFrequency").asInt(0)).isEqualTo(1);
        assertThat(poll("slow", "")).isEmpty();

        assertThat(takeAll("slow", 1)).hasSize(1);
    }

    @Test
    void a_limit_past_what_is_counted_is_refused() {
        assertThat(api.post("/api/metadata/taskdefs", "[{\"name\":\"wide\",\"concurrentExecLimit\":1001}]")
                        .expect(400)
                        .json()
                        .path("validationErrors")
                        .get(0)
                        .path("path")
                        .asString())
                .endsWith("concurrentExecLimit");
    }

    @Test
    void tasks_of_a_domain_are_for_its_workers_alone() {
        conductor.register(definition("domained", simple("domained"), ""));
        String id = start("domained", ",\"taskToDomain\":{\"domained\":\"d1\"}");
        String plain = start("domained", "");

        List<JsonNode> undomained = takeAll("domained", 1);
        assertThat(undomained).hasSize(1);
        assertThat(undomained.getFirst().path("workflowInstanceId").asString()).isEqualTo(plain);
        assertThat(poll("domained", "")).isEmpty();
        assertThat(poll("domained", "&domain=other")).isEmpty();
        assertThat(api.get("/api/tasks/queue/size?taskType=domained&domain=d1")
                        .expect(200)
                        .text())
                .isEqualTo("1");
        List<JsonNode> mine = poll("domained", "&domain=d1");

        assertThat(mine).hasSize(1);
        assertThat(mine.getFirst().path("domain").asString()).isEqualTo("d1");
        conductor.complete(mine.getFirst(), "{}");
        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(done.path("taskToDomain")).isEqualTo(Json.read("{\"domained\":\"d1\"}"));
    }

    @Test
    void the_first_domain_whose_worker_asks_has_a_task_and_otherwise_the_last() {
        conductor.register(definition("chosen", simple("chosen"), ""));
        poll("chosen", "&domain=there");

        start("chosen", ",\"taskToDomain\":{\"chosen\":\"absent,there,last\"}");
        assertThat(poll("chosen", "&domain=there")).hasSize(1);
        start("chosen", ",\"taskToDomain\":{\"chosen\":\"absent,last\"}");
        assertThat(poll("chosen", "&domain=last")).hasSize(1);
        start("chosen", ",\"taskToDomain\":{\"*\":\"absent\",\"chosen\":\"absent,NO_DOMAIN\"}");
        assertThat(poll("chosen", "")).hasSize(1);
        start("chosen", ",\"taskToDomain\":{\"*\":\"star\"}");
        assertThat(poll("chosen", "&domain=star")).hasSize(1);
    }

    @Test
    void the_children_of_a_workflow_have_its_domains() {
        conductor.register(definition("domain_child", simple("domain_child"), ""));
        conductor.register(definition("domain_parent", """
                {"name": "child", "taskReferenceName": "child", "type": "SUB_WORKFLOW",
                 "subWorkflowParam": {"name": "domain_child"}}""", ""));
        String id = start("domain_parent", ",\"taskToDomain\":{\"*\":\"d2\"}");

        List<JsonNode> tasks = new ArrayList<>();
        Awaitility.await().atMost(LIMIT).until(() -> tasks.addAll(poll("domain_child", "&domain=d2")));

        conductor.complete(tasks.getFirst(), "{}");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void what_a_result_is_answered_with_is_of_the_same_domain() {
        conductor.register(definition("chained", simple("chained"), ""));
        start("chained", ",\"taskToDomain\":{\"chained\":\"d3\"}");
        start("chained", ",\"taskToDomain\":{\"chained\":\"d3\"}");
        start("chained", "");
        JsonNode task = api.get("/api/tasks/poll/batch/chained?count=1&timeout=1000&workerid=w1&domain=d3")
                .expect(200)
                .json()
                .get(0);

        JsonNode next = api.post(
                        "/api/tasks/update-v2",
                        "{\"taskId\":\"" + task.path("taskId").asString() + "\",\"workflowInstanceId\":\""
                                + task.path("workflowInstanceId").asString()
                                + "\",\"status\":\"COMPLETED\",\"workerId\":\"w1\"}")
                .expect(200)
                .json();

        assertThat(next.path("domain").asString()).isEqualTo("d3");
    }

    @Test
    void a_start_whose_domains_are_not_valid_starts_nothing() {
        conductor.register(definition("bad_domains", simple("bad_domains"), ""));

        api.post("/api/workflow", "{\"name\":\"bad_domains\",\"taskToDomain\":[\"d\"]}")
                .expect(400);
        api.post("/api/workflow", "{\"name\":\"bad_domains\",\"taskToDomain\":{\"bad_domains\":7}}")
                .expect(400);
        api.post("/api/workflow", "{\"name\":\"bad_domains\",\"taskToDomain\":{\"*\":\"1,2,3,4,5,6,7,8,9,10,11\"}}")
                .expect(400);

        assertThat(conductor.hasTask("bad_domains")).isFalse();
    }

    @Test
    void a_priority_is_kept_and_told_with_each_task() {
        conductor.register(definition("urgent", simple("urgent"), ""));
        String id = start("urgent", ",\"priority\":99,\"correlationId\":\"c-1\"");

        JsonNode task = conductor.take("urgent");

        assertThat(task.path("workflowPriority").asInt(0)).isEqualTo(99);
        assertThat(task.path("correlationId").asString()).isEqualTo("c-1");
        assertThat(conductor.workflow(id).path("priority").asInt(0)).isEqualTo(99);
        assertThat(row(conductor.workflow(id), "urgent")
                        .path("workflowPriority")
                        .asInt(0))
                .isEqualTo(99);
        api.post("/api/workflow", "{\"name\":\"urgent\",\"priority\":100}").expect(400);
    }
}
