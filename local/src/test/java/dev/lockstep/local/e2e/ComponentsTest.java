package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ComponentsTest {
    private static final String SPLIT = """
            {"name": "Split", "steps": [
              {"type": "StaticTextInput", "input": "a,b;c"}, {"type": "TextOperation.Split", "separator": ","}]}""";

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

    private static JsonNode read(String workflow) {
        return api.get("/workflows/" + workflow).expect(200).json();
    }

    private static String component(String workflow) {
        return read(workflow).path("steps").get(1).path("component_id").asString();
    }

    private static Api.Answer patch(String component, String body) {
        return api.patch("/components/" + component, body);
    }

    @Test
    void a_configuration_makes_a_new_version_that_keeps_its_component_ids() {
        String workflow = api.register(SPLIT);
        String component = component(workflow);
        JsonNode changed = patch(component, "{\"config\":{\"separator\":\";\"}}")
                .expect(200)
                .json();

        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(Json.write(changed.path("config"))).isEqualTo("{\"separator\":\";\"}");
        assertThat(component(workflow)).isEqualTo(component);
        JsonNode execution = api.ended(workflow, api.execute(workflow, "{}"));
        assertThat(Json.write(execution.path("output"))).isEqualTo("{\"items\":[\"a,b\",\"c\"]}");
    }

    @Test
    void a_name_and_a_position_are_kept_beside_the_definition() {
        String workflow = api.register(SPLIT);
        String component = component(workflow);
        patch(component, "{\"name\":\"Cut it\"}").expect(200);
        JsonNode placed =
                patch(component, "{\"position\":[12.5,-40]}").expect(200).json();

        assertThat(placed.path("version").asInt()).isEqualTo(1);
        assertThat(placed.path("name").asString()).isEqualTo("Cut it");
        JsonNode kept = read(workflow).path("components").path(component);
        assertThat(Json.write(kept)).isEqualTo("{\"name\":\"Cut it\",\"position\":[12.5,-40.0]}");
    }

    @Test
    void a_bad_change_changes_nothing_and_tells_every_fault() {
        String workflow = api.register(SPLIT);
        String component = component(workflow);

        JsonNode faults = patch(component, "{\"config\":7,\"name\":\"\",\"position\":[1],\"colour\":\"red\"}")
                .expect(400)
                .json();
        assertThat(faults.path("errors").findValuesAsString("path"))
                .containsExactlyInAnyOrder("config", "name", "position", "colour");
        patch(component, "{\"config\":{\"type\":\"Echo\"},\"name\":\"x\"}").expect(400);
        patch(component, "{\"config\":{\"separator\":5},\"name\":\"x\"}").expect(400);
        assertThat(read(workflow).path("version").asInt()).isEqualTo(1);
        assertThat(read(workflow).has("components")).isFalse();
    }

    @Test
    void there_is_no_component_of_an_unknown_id() {
        patch("ac52e5f5-acd8-4677-8720-7bae7f49bc0e", "{}").expect(404);
        patch("nonsense", "{}").expect(404);
    }
}
