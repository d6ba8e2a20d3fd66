package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What calls in Conductor's way are answered with, in the shapes and of the content types that its SDKs read. */
class ConductorRoutesTest extends OnLocalStack {
    /** An SDK takes a body that is empty and said to be JSON for one that broke off. */
    private static void isEmpty(Api.Answer answer, int status) {
        answer.expect(status);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.header("content-type").orElse("")).doesNotContain("json", "octet-stream");
        if (status == 200) {
            assertThat(answer.header("content-length")).hasValue("0");
        }
    }

    private static void isPlainText(Api.Answer answer) {
        assertThat(answer.expect(200).header("content-type")).get().asString().startsWith("text/plain");
    }

    @Test
    void a_definition_is_registered_read_listed_and_deleted() {
        isEmpty(api.post("/api/metadata/workflow", definition("routed", simple("routed_task"), "")), 200);
        String second = definition("routed", simple("routed_task"), "").replace("\"version\":1", "\"version\":2");
        isEmpty(api.post("/api/metadata/workflow?overwrite=true", second), 200);

        assertThat(api.get("/api/metadata/workflow/routed?metadata=false")
                        .expect(200)
                        .json()
                        .path("version")
                        .asInt())
                .as("the latest, whatever else is asked for")
                .isEqualTo(2);
        assertThat(api.get("/api/metadata/workflow/routed?version=1")
                        .expect(200)
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.get("/api/metadata/workflow")
                        .expect(200)
                        .json()
                        .valueStream()
                        .filter(one -> one.path("name").asString().equals("routed")))
                .hasSize(2);

        isEmpty(api.delete("/api/metadata/workflow/routed/2"), 200);
        assertThat(api.get("/api/metadata/workflow/routed")
                        .expect(200)
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void of_a_list_of_definitions_all_are_put_or_none() {
        String good = definition("listed", simple("listed_task"), "");
        String bad = definition("listed_too", "", "");

        JsonNode put =
                api.put("/api/metadata/workflow", "[" + good + "]").expect(200).json();
        assertThat(put.path("bulkErrorResults").isEmpty()).isTrue();
        assertThat(put.path("bulkSuccessfulResults")).isEqualTo(Json.read("[\"listed\"]"));

        api.put("/api/metadata/workflow", "[" + good.replace("listed", "listed_with") + "," + bad + "]")
                .expect(400);
        api.get("/api/metadata/workflow/listed_with").expect(404);
    }

    @Test
    void a_definition_is_validated_without_being_registered() {
        isEmpty(api.post("/api/metadata/workflow/validate", definition("tried", simple("tried_task"), "")), 200);
        api.post("/api/metadata/workflow/validate", definition("tried", "", "")).expect(400);
        api.get("/api/metadata/workflow/tried").expect(404);
    }

    @Test
    void task_definitions_are_registered_again_updated_read_listed_and_deleted() {
        isEmpty(api.post("/api/metadata/taskdefs", "[{\"name\":\"drilled\",\"retryCount\":5}]"), 200);
        isEmpty(api.post("/api/metadata/taskdefs", "[{\"name\":\"drilled\"}]"), 200);

        JsonNode read = api.get("/api/metadata/taskdefs/drilled").expect(200).json();
        assertThat(read.path("retryCount").asInt()).isEqualTo(3);
        assertThat(read.path("retryLogic").asString()).isEqualTo("FIXED");
        assertThat(read.path("retryDelaySeconds").asInt()).isEqualTo(60);
        assertThat(read.path("responseTimeoutSeconds").asInt()).isEqualTo(3600);
        assertThat(read.path("timeoutPolicy").asString()).isEqualTo("TIME_OUT_WF");

        isEmpty(api.put("/api/metadata/taskdefs", "{\"name\":\"drilled\",\"retryCount\":1}"), 200);
        assertThat(api.get("/api/metadata/taskdefs").expect(200).json().valueStream())
                .anyMatch(one -> one.path("name").asString().equals("drilled")
                        && one.path("retryCount").asInt() == 1);
        isEmpty(api.delete("/api/metadata/taskdefs/drilled"), 200);
        api.get("/api/metadata/taskdefs/drilled").expect(404);
    }

    @Test
    void a_workflow_is_started_by_its_name_with_its_input_alone() {
        conductor.register(definition("named", simple("named_task"), ""));

        Api.Answer started = api.post("/api/workflow/named?version=1&correlationId=c-1&priority=3", "{\"n\":1}");

        isPlainText(started);
        JsonNode workflow = conductor.workflow(started.text());
        assertThat(workflow.path("input")).isEqualTo(Json.read("{\"n\":1}"));
        assertThat(workflow.path("correlationId").asString()).isEqualTo("c-1");
        assertThat(workflow.path("priority").asInt()).isEqualTo(3);
        assertThat(workflow.path("workflowName").asString()).isEqualTo("named");
        assertThat(workflow.path("workflowDefinition").path("name").asString()).isEqualTo("named");
        assertThat(workflow.path("startTime").asLong()).isPositive();
        assertThat(workflow.path("startTime").asLong())
                .isEqualTo(workflow.path("createTime").asLong());
        assertThat(workflow.path("endTime").asLong(-1)).as("while it is open").isZero();
    }

    @Test
    void a_workflow_is_read_with_its_tasks_or_without_and_in_short() {
        String id = conductor.run("short", simple("short_one"), "{}");
        conductor.complete(conductor.take("short_one"), "{\"x\":1}");
        conductor.await(id, "COMPLETED");

        assertThat(api.get("/api/workflow/" + id + "?includeTasks=false")
                        .expect(200)
                        .json()
                        .path("tasks"))
                .isEqualTo(Json.array());
        JsonNode bare = api.get("/api/workflow/" + id + "/status").expect(200).json();
        assertThat(bare.path("workflowId").asString()).isEqualTo(id);
        assertThat(bare.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(bare.has("output") || bare.has("variables")).isFalse();
        JsonNode full = api.get("/api/workflow/" + id + "/status?includeOutput=true&includeVariables=true")
                .expect(200)
                .json();
        assertThat(full.path("output")).isEqualTo(Json.read("{\"x\":1}"));
        assertThat(full.path("variables").isObject()).isTrue();
    }

    @Test
    void the_tasks_of_a_workflow_are_paged_and_chosen_by_status() {
        String id = conductor.run("paged", simple("paged_one") + "," + simple("paged_two"), "{}");
        conductor.complete(conductor.take("paged_one"), "{}");

        JsonNode all = api.get("/api/workflow/" + id + "/tasks?start=1&count=1")
                .expect(200)
                .json();
        assertThat(all.path("totalHits").asInt()).isEqualTo(2);
        assertThat(all.path("results")).hasSize(1);
        assertThat(all.path("results").get(0).path("taskType").asString()).isEqualTo("paged_two");
        JsonNode over = api.get("/api/workflow/" + id + "/tasks?status=COMPLETED")
                .expect(200)
                .json();
        assertThat(over.path("results")).hasSize(1);
        assertThat(over.path("results").get(0).path("taskType").asString()).isEqualTo("paged_one");
    }

    @Test
    void a_worker_that_polls_for_one_task_gets_it_or_nothing() {
        isEmpty(api.get("/api/tasks/poll/single_one?workerid=w"), 204);
        String id = conductor.run("single", simple("single_one"), "{\"n\":1}");

        JsonNode task =
                api.get("/api/tasks/poll/single_one?workerid=w").expect(200).json();

        assertThat(task.path("workflowInstanceId").asString()).isEqualTo(id);
        assertThat(task.path("status").asString()).isEqualTo("IN_PROGRESS");
        assertThat(task.path("workerId").asString()).isEqualTo("w");
        assertThat(task.path("taskType").asString())
                .as("a worker's is called by its name")
                .isEqualTo("single_one");
        assertThat(task.path("responseTimeoutSeconds").asInt()).isEqualTo(3600);
        assertThat(api.get("/api/tasks/" + task.path("taskId").asString())
                        .expect(200)
                        .json()
                        .path("referenceTaskName")
                        .asString())
                .isEqualTo("single_one");
    }

    @Test
    void who_polls_in_vain_gets_an_empty_list() {
        Api.Answer idle = api.get("/api/tasks/poll/batch/nobody_makes_these?workerid=w&count=5&timeout=100");

        assertThat(idle.expect(200).json()).isEqualTo(Json.array());
        assertThat(idle.header("content-type")).get().asString().startsWith("application/json");
    }

    @Test
    void a_task_is_told_of_by_its_reference() {
        String id = conductor.run("referred", simple("referred_one"), "{}");
        conductor.take("referred_one");

        Api.Answer told = api.post("/api/tasks/" + id + "/referred_one/COMPLETED?workerid=w", "{\"y\":2}");

        isPlainText(told);
        JsonNode row = ConductorCalls.row(conductor.await(id, "COMPLETED"), "referred_one");
        assertThat(row.path("taskId").asString()).isEqualTo(told.text());
        assertThat(row.path("outputData")).isEqualTo(Json.read("{\"y\":2}"));
    }

    @Test
    void what_a_worker_logs_is_given_back_and_nothing_where_there_is_nothing() {
        conductor.run("logged", simple("logged_one"), "{}");
        String task = conductor.take("logged_one").path("taskId").asString();

        isEmpty(api.get("/api/tasks/" + task + "/log"), 204);
        api.post("/api/tasks/" + task + "/log", "halfway").expect(200);

        JsonNode logs = api.get("/api/tasks/" + task + "/log").expect(200).json();
        assertThat(logs).hasSize(1);
        assertThat(logs.get(0).path("log").asString()).isEqualTo("halfway");
        assertThat(logs.get(0).path("taskId").asString()).isEqualTo(task);
        assertThat(logs.get(0).path("createdTime").asLong()).isPositive();
    }

    @Test
    void what_was_made_up_by_newer_clients_is_passed_over() {
        String id = api.post(
                        "/api/workflow?colour=blue",
                        "{\"name\":\"newer\",\"shape\":\"round\",\"workflowDef\":null}"
                                .replace("newer", registered("newer")))
                .expect(200)
                .text();

        assertThat(conductor.workflow(id).path("status").asString()).isEqualTo("RUNNING");
    }

    private static String registered(String name) {
        conductor.register(definition(name, simple(name + "_task"), ""));
        return name;
    }
}
