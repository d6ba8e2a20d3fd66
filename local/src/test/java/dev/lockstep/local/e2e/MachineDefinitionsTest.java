package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Definitions of state machines over HTTP. */
class MachineDefinitionsTest {
    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @SuppressWarnings("NullAway.Init")
    private static Api sendingYaml;

    @SuppressWarnings("NullAway.Init")
    private static String leaveRequest;

    @BeforeAll
    static void start() throws Exception {
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
        sendingYaml = api.with("Content-Type", "application/yaml");
        leaveRequest = Files.readString(Project.file("docs/examples/leave-request.yaml"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static String named(String id) {
        return leaveRequest.replace("id: leave-request", "id: " + id);
    }

    private static JsonNode register(String yaml) {
        return sendingYaml.post("/api/definitions", yaml).expect(201).json();
    }

    private static String asYaml(String path) {
        return api.with("Accept", "application/yaml").get(path).expect(200).text();
    }

    private static String started(String id) {
        return Json.write(api.post("/api/executions", "{\"definitionId\":\"" + id + "\",\"input\":{\"days\":1}}")
                .expect(201)
                .json()
                .path("version"));
    }

    @Test
    void yaml_comes_back_as_it_was_sent_and_as_json_too() {
        String sent = named("as-sent");
        JsonNode registered = register(sent);

        assertThat(registered.propertyNames()).containsExactly("id", "title", "version", "createdAt");
        Api.Answer yaml = api.with("Accept", "application/yaml").get("/api/definitions/as-sent");
        assertThat(yaml.expect(200).text()).isEqualTo(sent);
        assertThat(yaml.header("content-type")).contains("application/yaml");
        JsonNode json = api.get("/api/definitions/as-sent").expect(200).json();
        assertThat(json.propertyNames()).containsExactly("id", "title", "version", "createdAt", "workflow");
        assertThat(json.path("workflow").path("states").propertyNames())
                .containsExactly("draft", "approval_process", "manager_check", "hr_check", "final_gate", "approved");

        String asJson =
                Json.write(Json.object().set("workflow", json.path("workflow"))).replace("as-sent", "as-json");
        api.post("/api/definitions", asJson).expect(201);
        String rendered = asYaml("/api/definitions/as-json");
        assertThat(rendered).startsWith("workflow:\n  id: as-json\n  title: Leave request\n  start: draft\n");
        register(rendered.replace("as-json", "as-yaml"));
        assertThat(api.get("/api/definitions/as-yaml").json().path("workflow").path("states"))
                .isEqualTo(json.path("workflow").path("states"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/yaml|true",
                "text/yaml|true",
                "application/json|false",
                "*/*|false",
                "text/html, */*|false",
                "application/json;q=0.5, application/yaml|true",
                "application/yaml;q=0.5, application/json|false",
                "application/json, application/yaml|false",
                "application/yaml;q=0|false",
                "nonsense;;;|false",
            })
    void accept_decides_what_a_definition_is_answered_in(String accept, boolean yaml) {
        register(named("accepted"));
        assertThat(api.with("Accept", accept)
                        .get("/api/definitions/accepted")
                        .expect(200)
                        .header("content-type"))
                .contains(yaml ? "application/yaml" : "application/json");
    }

    @Test
    void each_registration_of_an_id_makes_a_version_and_executions_keep_theirs() {
        assertThat(register(named("versions")).path("version").asString()).isEqualTo("v1");
        assertThat(register(named("versions").replace("Leave request", "Leave"))
                        .path("version")
                        .asString())
                .isEqualTo("v2");
        assertThat(sendingYaml
                        .put("/api/definitions/versions", named("another-name"))
                        .expect(200)
                        .json()
                        .path("version")
                        .asString())
                .isEqualTo("v3");

        JsonNode versions = api.get("/api/definitions/versions/versions?limit=2")
                .expect(200)
                .json();
        assertThat(versions.path("items")
                        .valueStream()
                        .map(item -> item.path("version").asString()))
                .containsExactly("v3", "v2");
        assertThat(api.get("/api/definitions/versions/versions?cursor="
                                + versions.path("nextCursor").asString())
                        .expect(200)
                        .json()
                        .path("items")
                        .valueStream()
                        .map(item -> item.path("version").asString()))
                .containsExactly("v1");
        assertThat(asYaml("/api/definitions/versions?version=v1")).isEqualTo(named("versions"));
        JsonNode third = api.get("/api/definitions/versions").expect(200).json();
        assertThat(third.path("workflow").path("id").asString()).isEqualTo("versions");
        assertThat(third.path("version").asString()).isEqualTo("v3");
        api.get("/api/definitions/versions?version=v9").expect(404);
        api.get("/api/definitions/versions?version=latest").expect(400);
        assertThat(Json.write(api.post(
                                "/api/executions",
                                "{\"definitionId\":\"versions\",\"version\":\"v1\",\"input\":{\"days\":1}}")
                        .expect(201)
                        .json()
                        .path("version")))
                .isEqualTo("\"v1\"");
        api.get("/api/definitions/another-name").expect(404);
    }

    @Test
    void put_makes_what_is_not_there() {
        JsonNode made = sendingYaml
                .put("/api/definitions/put-new", leaveRequest.replace("  id: leave-request\n", ""))
                .expect(200)
                .json();
        assertThat(made.path("id").asString()).isEqualTo("put-new");
        assertThat(made.path("version").asString()).isEqualTo("v1");
        sendingYaml.put("/api/definitions/no%20name", leaveRequest).expect(404);
    }

    @Test
    void what_is_deleted_takes_no_start_lets_the_running_end_and_goes_on_with_the_next_version() {
        register(named("deleted"));
        String running = api.post("/api/executions", "{\"definitionId\":\"deleted\",\"input\":{\"days\":1}}")
                .expect(201)
                .json()
                .path("id")
                .asString();

        api.delete("/api/definitions/deleted").expect(204);

        api.delete("/api/definitions/deleted").expect(404);
        api.get("/api/definitions/deleted").expect(404);
        api.get("/api/definitions/deleted/versions").expect(404);
        api.post("/api/executions", "{\"definitionId\":\"deleted\",\"input\":{\"days\":1}}")
                .expect(404);
        api.post("/api/executions/" + running + "/transitions", "{\"transitionId\":\"submit\"}")
                .expect(200);

        assertThat(register(named("deleted")).path("version").asString()).isEqualTo("v2");
        assertThat(started("deleted")).isEqualTo("\"v2\"");
        assertThat(api.get("/api/executions/" + running)
                        .expect(200)
                        .json()
                        .path("version")
                        .asString())
                .isEqualTo("v1");
    }

    @Test
    void definitions_are_listed_newest_first() {
        List<String> made = List.of("z-list", "a-list", "m-list");
        made.forEach(id -> register(named(id)));
        register(named("z-list"));

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    api.get("/api/definitions?limit=2" + cursor).expect(200).json();
            page.path("items").forEach(item -> listed.add(item.path("id").asString()));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());

        assertThat(listed).doesNotHaveDuplicates().containsSubsequence(made.reversed());
        assertThat(OtherWorkspace.admin(stack)
                        .get("/api/definitions")
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();
        OtherWorkspace.admin(stack).get("/api/definitions/z-list").expect(404);
    }

    @Test
    void a_repeated_registration_with_its_key_makes_no_version() {
        Api once = sendingYaml.with("Idempotency-Key", "definition-1");
        JsonNode first =
                once.post("/api/definitions", named("once")).expect(201).json();

        assertThat(once.post("/api/definitions", named("once")).expect(201).json())
                .isEqualTo(first);
        once.post("/api/definitions", named("other")).expect(422);
    }

    @Test
    void faults_come_all_at_once_with_path_and_line() {
        JsonNode problem = sendingYaml
                .post(
                        "/api/definitions",
                        named("faults")
                                .replace("hr_deny: draft", "hr_deny: drft")
                                .replace("inputs.days <= 30", "inputs.days <="))
                .expect(400)
                .json();

        assertThat(problem.path("errors")
                        .valueStream()
                        .map(error -> error.path("line").asInt() + " "
                                + error.path("path").asString()))
                .containsExactly(
                        "18 workflow.states.manager_check.transitions.manager_approve.guard",
                        "19 workflow.states.hr_check.transitions.hr_deny");
        assertThat(sendingYaml
                        .post("/api/definitions", "workflow: [")
                        .expect(400)
                        .text())
                .contains("the body is not YAML: line 1");
        assertThat(api.post("/api/definitions", "{\"workflow\":").expect(400).text())
                .contains("line 1");
        api.with("Content-Type", "text/plain")
                .post("/api/definitions", leaveRequest)
                .expect(415);
        sendingYaml
                .post("/api/definitions", leaveRequest + "#".repeat(256 * 1024))
                .expect(413);
        api.post("/workflows", "{\"name\":\"n\",\"steps\":[{\"type\":\"Echo\",\"input\":\"${inputs.a}\"}]}")
                .expect(400);
    }
}
