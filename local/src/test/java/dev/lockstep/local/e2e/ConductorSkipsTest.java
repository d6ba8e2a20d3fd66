package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tasks of Conductor's that somebody has passed over before they are reached. */
class ConductorSkipsTest extends OnLocalStack {
    private static final String LIKE_FIRST = ",\"inputParameters\":{\"n\":\"${skip_b.output.n}\"}";

    @BeforeAll
    static void register() {
        conductor.register(definition(
                "skipping", simple("skip_a") + "," + simple("skip_b") + "," + simple("skip_c", LIKE_FIRST), ""));
    }

    private static Api.Answer skip(String id, String reference, String body) {
        return api.put("/api/workflow/" + id + "/skiptask/" + reference, body);
    }

    @Test
    void a_task_that_is_skipped_ahead_is_passed_over_with_the_output_that_was_given() {
        String id = conductor.run(
                "passing",
                simple("pass_a") + "," + simple("pass_b") + ","
                        + simple("pass_c", ",\"inputParameters\":{\"n\":\"${pass_b.output.n}\"}"),
                "{}");

        skip(id, "pass_b", "{\"taskInput\":{\"from\":\"me\"},\"taskOutput\":{\"n\":7}}")
                .expect(200);

        JsonNode ahead = conductor.workflow(id);
        assertThat(statuses(ahead, "pass_b")).containsExactly("SKIPPED");
        assertThat(row(ahead, "pass_b").path("inputData")).isEqualTo(Json.read("{\"from\":\"me\"}"));
        assertThat(row(ahead, "pass_b").path("outputData")).isEqualTo(Json.read("{\"n\":7}"));
        assertThat(rows(ahead, "pass_c")).isEmpty();
        conductor.complete(conductor.take("pass_a"), "{}");
        JsonNode next = conductor.take("pass_c");
        assertThat(next.path("inputData")).isEqualTo(Json.read("{\"n\":7}"));
        assertThat(conductor.hasTask("pass_b")).isFalse();
        conductor.complete(next, "{}");
        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(statuses(done, "pass_b")).containsExactly("SKIPPED");
        assertThat(row(done, "pass_b").path("inputData")).isEqualTo(Json.read("{\"from\":\"me\"}"));
        assertThat(row(done, "pass_b").path("outputData")).isEqualTo(Json.read("{\"n\":7}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"taskInput\":null,\"taskOutput\":null}"})
    void without_an_output_nothing_goes_on(String body) {
        String id = conductor.start("skipping", "{}");

        skip(id, "skip_b", body).expect(200);

        assertThat(row(conductor.workflow(id), "skip_b").path("outputData")).isEmpty();
        api.post("/api/tasks/" + id + "/skip_a/COMPLETED", "{}").expect(200);
        assertThat(row(conductor.workflow(id), "skip_c").path("inputData")).isEqualTo(Json.read("{\"n\":null}"));
    }

    @Test
    void a_task_on_a_way_that_is_not_taken_is_not_reached_by_being_skipped() {
        String id = conductor.run(
                "skipping_way", simple("way_a") + "," + """
                        {"name": "way", "taskReferenceName": "way", "type": "SWITCH", "evaluatorType": "value-param",
                         "expression": "x", "inputParameters": {"x": "${workflow.input.x}"},
                         "decisionCases": {"left": [%s]}, "defaultCase": [%s]}""".formatted(simple("way_left"), simple("way_right")), "{}");
        skip(id, "way_left", "{}").expect(200);

        api.post("/api/tasks/" + id + "/way_a/COMPLETED", "{}").expect(200);

        assertThat(statuses(conductor.workflow(id), "way_right")).containsExactly("SCHEDULED");
        skip(id, "way_left", "{}").expect(409);
        api.post("/api/tasks/" + id + "/way_right/COMPLETED", "{\"n\":1}").expect(200);
        conductor.await(id, "COMPLETED");
    }

    @Test
    void what_was_reached_or_was_skipped_before_is_not_skipped() {
        String id = conductor.start("skipping", "{}");
        skip(id, "skip_c", "{}").expect(200);

        skip(id, "skip_c", "{\"taskOutput\":{\"n\":1}}").expect(409);
        skip(id, "skip_a", "{}").expect(409);
        api.post("/api/tasks/" + id + "/skip_a/COMPLETED", "{}").expect(200);
        skip(id, "skip_a", "{}").expect(409);

        assertThat(row(conductor.workflow(id), "skip_c").path("outputData")).isEmpty();
    }

    @Test
    void what_there_is_not_is_not_skipped() {
        String id = conductor.start("skipping", "{}");

        skip(id, "nothing", "{}").expect(404);
        skip("ex-none", "skip_b", "{}").expect(404);
        assertThat(OtherWorkspace.admin(stack)
                        .put("/api/workflow/" + id + "/skiptask/skip_b", "{}")
                        .status())
                .isEqualTo(404);
        for (String body : List.of("[]", "7", "{", "{\"taskOutput\":7}", "{\"taskInput\":[]}")) {
            skip(id, "skip_b", body).expect(400);
        }
        assertThat(rows(conductor.workflow(id), "skip_b")).isEmpty();
    }

    @Test
    void nothing_is_skipped_in_a_workflow_that_is_held_or_over() {
        String id = conductor.start("skipping", "{}");
        api.put("/api/workflow/" + id + "/pause", "").expect(200);
        skip(id, "skip_b", "{}").expect(409);
        api.delete("/api/workflow/" + id).expect(200);

        skip(id, "skip_b", "{}").expect(409);

        assertThat(rows(conductor.workflow(id), "skip_b")).isEmpty();
    }
}
