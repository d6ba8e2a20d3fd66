package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How Conductor's SDKs find workflows and tasks, over HTTP. Each test has workflows of its own. */
class ConductorReadsTest extends OnLocalStack {
    @SuppressWarnings("NullAway.Init")
    private static OneTaskWorkflows calls;

    @BeforeAll
    static void makeCalls() {
        calls = new OneTaskWorkflows(api);
    }

    private static JsonNode search(String query, String more) {
        return get("/api/workflow/search", query, more);
    }

    private static JsonNode get(String path, String query, String more) {
        String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        return api.get(path + "?query=" + encoded + more).expect(200).json();
    }

    private static List<String> ids(JsonNode found) {
        return found.path("results")
                .valueStream()
                .map(one -> one.path("workflowId").asString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workflow/externalstoragelocation", "workflow/external-storage-location",
                "tasks/externalstoragelocation", "tasks/external-storage-location"
            })
    void who_asks_for_external_storage_is_told_that_there_is_none(String path) {
        assertThat(api.get("/api/" + path + "?path=a&operation=WRITE&payloadType=WORKFLOW_INPUT")
                        .expect(404)
                        .json()
                        .path("message")
                        .asString())
                .startsWith("There is no external storage");
    }

    @Test
    void workflows_are_found_by_name_status_correlation_and_time() {
        calls.register("found", "found_task");
        String first = calls.start("found", "a");
        String second = calls.start("found", "b");
        calls.complete("found_task");
        String done = calls.get(first).path("status").asString().equals("COMPLETED") ? first : second;
        String open = done.equals(first) ? second : first;

        assertThat(ids(search("workflowType = found", ""))).containsExactly(second, first);
        assertThat(ids(search("workflowType = 'found' AND status = COMPLETED", "")))
                .containsExactly(done);
        assertThat(ids(search("workflowType IN (found,none) AND status IN (RUNNING)", "")))
                .containsExactly(open);
        assertThat(ids(search("workflowType=fou* AND correlationId=a", ""))).containsExactly(first);
        assertThat(ids(search("correlationId = b AND workflowType = found", "")))
                .containsExactly(second);
        assertThat(ids(search("workflowId = " + first, ""))).containsExactly(first);
        long started = calls.get(second).path("startTime").asLong();
        assertThat(ids(search("workflowType = found AND startTime >= " + started, "")))
                .contains(second);
        assertThat(ids(search("workflowType = found AND startTime > " + (started + 60_000), "")))
                .isEmpty();
        assertThat(ids(search("workflowType = found AND colour = green", "&sort=startTime:ASC")))
                .containsExactly(first, second);
        assertThat(ids(search("workflowType = found", "&freeText=" + first))).containsExactly(first);
        assertThat(ids(search("workflowType = found", "&freeText=*"))).hasSize(2);
    }

    @Test
    void a_summary_tells_of_a_workflow_in_texts() {
        calls.register("summed", "summed_task");
        String id = calls.start("summed", "c");
        calls.complete("summed_task");

        JsonNode found = search("workflowType = summed", "");

        JsonNode summary = found.path("results").get(0);
        assertThat(found.path("totalHits").asInt()).isEqualTo(1);
        assertThat(summary.path("workflowType").asString()).isEqualTo("summed");
        assertThat(summary.path("version").asInt()).isEqualTo(1);
        assertThat(summary.path("workflowId").asString()).isEqualTo(id);
        assertThat(summary.path("correlationId").asString()).isEqualTo("c");
        assertThat(summary.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(summary.path("input").asString()).isEqualTo("{\"n\":1}");
        assertThat(summary.path("output").asString()).isEqualTo("{\"done\":true}");
        assertThat(summary.path("failedReferenceTaskNames").asString("-")).isEmpty();
        for (String time : List.of("startTime", "updateTime", "endTime")) {
            assertThat(summary.path(time).asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        }
        JsonNode whole = get("/api/workflow/search-v2", "workflowType = summed", "");
        assertThat(whole.path("results").get(0).path("tasks")).hasSize(1);
    }

    @Test
    void pages_give_each_workflow_once() {
        calls.register("paged", "paged_task");
        List<String> started = Stream.of("1", "2", "3", "4", "5")
                .map(correlation -> calls.start("paged", correlation))
                .toList();

        JsonNode first = search("workflowType = paged", "&start=0&size=2");
        JsonNode second = search("workflowType = paged", "&start=2&size=2");
        JsonNode third = search("workflowType = paged", "&start=4&size=2");

        assertThat(first.path("totalHits").asInt()).isEqualTo(5);
        assertThat(Stream.of(first, second, third).flatMap(page -> ids(page).stream()))
                .containsExactlyElementsOf(started.reversed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query=status+~+RUNNING",
                "query=status=A+OR+status=B",
                "query=updateTime+%3E+1",
                "size=101",
                "start=950&size=100",
                "start=-1",
                "size=x",
                "sort=startTime:SIDEWAYS"
            })
    void what_cannot_be_answered_is_refused(String query) {
        JsonNode refused = api.get("/api/workflow/search?" + query).expect(400).json();

        assertThat(refused.path("status").asInt()).isEqualTo(400);
        assertThat(refused.path("message").asString()).isNotBlank();
    }

    @Test
    void a_query_that_does_not_parse_is_refused_in_conductors_words() {
        assertThat(api.get("/api/workflow/search?query=status+~+RUNNING")
                        .expect(400)
                        .json()
                        .path("message")
                        .asString())
                .startsWith("Incorrectly formatted query string: status ~ RUNNING");
    }

    @Test
    void only_those_are_found_that_no_other_started_where_that_is_asked_for() {
        calls.register("below", "below_task");
        api.post("/api/metadata/workflow", """
                        {"name": "above", "version": 1, "tasks": [{"name": "s", "taskReferenceName": "s",
                         "type": "SUB_WORKFLOW", "subWorkflowParam": {"name": "below"}}]}""").expect(200);
        String id = calls.start("above", "top");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> ids(search("workflowType IN (above,below)", "")).size() == 2);

        assertThat(ids(search("workflowType IN (above,below)", "&topLevelOnly=true")))
                .containsExactly(id);
    }

    @Test
    void workflows_and_their_definitions_are_told_by_their_kinds() {
        String kinds = "workflowType IN (kind_plain,kind_own,kind_agent)";
        for (String kind : List.of("plain:{}", "own:{\"classifier\":\"mine\"}", "agent:{\"agent_sdk\":\"x\"}")) {
            String name = "kind_" + kind.substring(0, kind.indexOf(':'));
            api.post("/api/metadata/workflow", """
                            {"name": "%s", "version": 1, "metadata": %s, "tasks": [
                             {"name": "kind_task", "taskReferenceName": "t", "type": "SIMPLE"}]}""".formatted(name, kind.substring(kind.indexOf(':') + 1)))
                    .expect(200);
            calls.start(name, "kinds");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> ids(search(kinds, "")).size() == 3);

        assertThat(ids(search(kinds, "&classifier=mine,agent"))).hasSize(2);
        assertThat(ids(search(kinds, "&classifier=workflow"))).hasSize(1);
        assertThat(ids(search(kinds + " AND classifier=mine", ""))).hasSize(1);
        assertThat(ids(search(kinds, "&classifier=other"))).isEmpty();
        assertThat(api.get("/api/metadata/workflow?classifier=mine,agent")
                        .expect(200)
                        .json()
                        .valueStream()
                        .map(definition -> definition.path("name").asString()))
                .containsExactlyInAnyOrder("kind_own", "kind_agent");
    }

    @Test
    void another_workspace_finds_nothing() {
        calls.register("secret", "secret_task");
        String id = calls.start("secret", "s");
        Api other = OtherWorkspace.admin(stack);

        assertThat(other.get("/api/workflow/search")
                        .expect(200)
                        .json()
                        .path("totalHits")
                        .asInt())
                .isZero();
        assertThat(other.get("/api/workflow/search?query=workflowId=" + id)
                        .expect(200)
                        .json()
                        .path("totalHits")
                        .asInt())
                .isZero();
        assertThat(other.get("/api/tasks/search?query=workflowId=" + id)
                        .expect(200)
                        .json()
                        .path("totalHits")
                        .asInt())
                .isZero();
        other.get("/api/workflow/" + id + "/tasks").expect(404);
    }

    @Test
    void tasks_are_found_by_workflow_type_and_status() {
        calls.register("tasked", "tasked_task");
        String first = calls.start("tasked", "t");
        calls.start("tasked", "t");
        String task = calls.get(first).path("tasks").get(0).path("taskId").asString();

        JsonNode byType = get("/api/tasks/search", "taskType = tasked_task AND status = SCHEDULED", "");
        assertThat(byType.path("totalHits").asInt()).isEqualTo(2);
        JsonNode byId = get("/api/tasks/search", "taskId = " + task, "");
        assertThat(ids(byId)).containsExactly(first);
        assertThat(byId.path("results").get(0).path("taskDefName").asString()).isEqualTo("tasked_task");
        JsonNode whole = get("/api/tasks/search-v2", "workflowId = " + first, "");
        assertThat(whole.path("results").get(0).path("taskId").asString()).isEqualTo(task);
        JsonNode workflows = get("/api/workflow/search-by-tasks", "taskType = tasked_task", "&size=1");
        assertThat(workflows.path("totalHits").asInt()).isEqualTo(2);
        assertThat(workflows.path("results")).hasSize(1);
        JsonNode wholeWorkflows = get("/api/workflow/search-by-tasks-v2", "workflowId = " + first, "");
        assertThat(ids(wholeWorkflows)).containsExactly(first);
        JsonNode ofOne = api.get("/api/workflow/" + first + "/tasks?status=SCHEDULED&status=IN_PROGRESS")
                .expect(200)
                .json();
        assertThat(ofOne.path("totalHits").asInt()).isEqualTo(1);
        assertThat(api.get("/api/workflow/" + first + "/tasks?status=FAILED")
                        .expect(200)
                        .json()
                        .path("results"))
                .isEmpty();
    }

    @Test
    void workflows_are_listed_by_name_and_correlation() {
        calls.register("listed", "listed_task");
        String first = calls.start("listed", "x y");
        String second = calls.start("listed", "z");
        api.delete("/api/workflow/" + second).expect(200);

        assertThat(Json.write(
                        api.get("/api/workflow/running/listed").expect(200).json()))
                .isEqualTo("[\"" + first + "\"]");
        assertThat(api.get("/api/workflow/running/listed?version=2").expect(200).json())
                .isEmpty();
        assertThat(api.get("/api/workflow/running/listed?startTime=1&endTime=99999999999999")
                        .expect(200)
                        .json())
                .hasSize(2);
        JsonNode open =
                api.get("/api/workflow/listed/correlated/x%20y").expect(200).json();
        assertThat(open.get(0).path("workflowId").asString()).isEqualTo(first);
        assertThat(open.get(0).path("tasks")).isEmpty();
        assertThat(api.get("/api/workflow/listed/correlated/z").expect(200).json())
                .isEmpty();
        JsonNode all = api.post(
                        "/api/workflow/listed/correlated?includeClosed=true&includeTasks=true",
                        "[\"x y\",\"z\",\"none\"]")
                .expect(200)
                .json();
        assertThat(all.path("x y").get(0).path("tasks")).hasSize(1);
        assertThat(all.path("z").get(0).path("status").asString()).isEqualTo("TERMINATED");
        assertThat(all.path("none")).isEmpty();
        JsonNode named = api.post("/api/workflow/bulk/search", "[\"" + first + "\",\"nothing\"]")
                .expect(200)
                .json();
        assertThat(named.path("bulkSuccessfulResults")).hasSize(1);
        assertThat(named.path("bulkErrorResults").has("nothing")).isTrue();
        api.post("/api/workflow/bulk/search", "{}").expect(400);
    }
}
