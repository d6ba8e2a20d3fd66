package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Conductor's DO_WHILE. */
class ConductorLoopsTest extends OnLocalStack {
    private static String loop(String name, String fields, String within) {
        return "{\"name\":\"" + name + "\",\"taskReferenceName\":\"" + name + "\",\"type\":\"DO_WHILE\"," + fields
                + ",\"loopOver\":[" + within + "]}";
    }

    private static String inline(String name, String inputs, String script) {
        return "{\"name\":\"" + name + "\",\"taskReferenceName\":\"" + name
                + "\",\"type\":\"INLINE\",\"inputParameters\":{" + inputs
                + ",\"evaluatorType\":\"javascript\",\"expression\":\"" + script + "\"}}";
    }

    private static JsonNode run(String name, String tasks, String outputs, String input) {
        conductor.register(definition(name, tasks, ",\"outputParameters\":" + outputs));
        return conductor.await(conductor.start(name, input), "COMPLETED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "items_as_field     => `\"items\": \"${workflow.input.list}\", \"loopCondition\": \"\"`",
                "items_as_parameter => `\"inputParameters\": {\"_items\": \"${workflow.input.list}\"}, \"loopCondition\": \"\"`",
            })
    void a_loop_over_a_list_goes_once_for_each_element_and_shows_it(String name, String items) {
        JsonNode done = run(
                name,
                loop(
                        "l",
                        items,
                        inline(
                                "step",
                                "\"item\": \"${l.output.loopItem}\", \"index\": \"${l.output.loopIndex}\", \"round\": \"${l.output.iteration}\"",
                                "[$.item, $.index, $.round]")),
                "{\"first\":\"${l.output['1'].step.result}\",\"last\":\"${step.output.result}\",\"rounds\":\"${l.output.iteration}\"}",
                "{\"list\":[\"a\",[7],null]}");

        assertThat(done.path("output"))
                .isEqualTo(Json.read("{\"first\":[\"a\",0,1],\"last\":[null,2,3],\"rounds\":3}"));
        assertThat(row(done, "step__2").path("outputData")).isEqualTo(Json.read("{\"result\":[[7],1,2]}"));
        assertThat(row(done, "l").path("outputData").path("loopIndex").asInt()).isEqualTo(2);
        assertThat(row(done, "l").path("outputData").path("2").path("step").path("result"))
                .isEqualTo(Json.read("[[7],1,2]"));
    }

    @Test
    void a_loop_over_nothing_has_no_round() {
        JsonNode done = run(
                "no_items",
                loop("l", "\"items\": \"${workflow.input.list}\"", simple("never_reached")),
                "{\"whole\":\"${l.output}\",\"seen\":\"${never_reached.output}\"}",
                "{\"list\":[]}");

        assertThat(row(done, "l").path("status").asString()).isEqualTo("COMPLETED");
        assertThat(row(done, "l").path("outputData")).isEqualTo(Json.read("{\"iteration\":0}"));
        assertThat(rows(done, "never_reached__1")).isEmpty();
        assertThat(done.path("output")).isEqualTo(Json.read("{\"whole\":{\"iteration\":0},\"seen\":null}"));
    }

    @Test
    void a_condition_may_end_a_loop_over_a_list_before_the_list_does() {
        JsonNode done = run(
                "items_until",
                loop(
                        "l",
                        "\"items\": [5, 6, 7], \"loopCondition\": \"$.l.loopItem < 6\"",
                        inline("step", "\"item\": \"${l.output.loopItem}\"", "$.item")),
                "{\"last\":\"${step.output.result}\"}",
                "{}");

        assertThat(done.path("output")).isEqualTo(Json.read("{\"last\":6}"));
    }

    @Test
    void items_that_are_no_list_fail_the_workflow() {
        String id = conductor.run(
                "items_wrong",
                loop("l", "\"items\": \"${workflow.input.list}\"", simple("not_reached")),
                "{\"list\":7}");

        assertThat(conductor.await(id, "FAILED").path("reasonForIncompletion").asString())
                .contains("must be a list");
    }

    @Test
    void loops_within_loops_go_round_in_each_round_and_are_read_from_behind() {
        JsonNode done = run(
                "nested_loops",
                loop(
                        "outer",
                        "\"items\": \"${workflow.input.rows}\"",
                        loop(
                                        "inner",
                                        "\"items\": \"${outer.output.loopItem}\"",
                                        inline(
                                                "cell",
                                                "\"r\": \"${outer.output.loopIndex}\", \"c\": \"${inner.output.loopIndex}\", \"v\": \"${inner.output.loopItem}\"",
                                                "$.r * 100 + $.c * 10 + $.v"))
                                + ","
                                + inline("after", "\"last\": \"${cell.output.result}\"", "$.last")),
                "{\"cell\":\"${cell.output.result}\",\"after\":\"${after.output.result}\",\"status\":\"${cell.status}\","
                        + "\"all\":\"${outer.output['1'].inner['2'].cell.result}\"}",
                "{\"rows\":[[1,2],[3]]}");

        assertThat(done.path("output"))
                .isEqualTo(Json.read("{\"cell\":103,\"after\":103,\"status\":\"COMPLETED\",\"all\":12}"));
        assertThat(row(done, "cell__1__2").path("iteration").asInt()).isEqualTo(2);
        assertThat(row(done, "after__1").path("outputData").path("result").asInt())
                .isEqualTo(12);
    }

    @Test
    void what_a_switch_or_a_fork_within_a_loop_leads_to_is_among_what_the_round_gave() {
        String within = """
                {"name": "sw", "taskReferenceName": "sw", "type": "SWITCH", "evaluatorType": "javascript", "expression": "$.n",
                 "inputParameters": {"n": "${l.output.loopItem}"},
                 "decisionCases": {"1": [%s], "2": [%s]}}""".formatted(inline("odd", "\"n\": 1", "'odd'"), inline("even", "\"n\": 2", "'even'"));
        JsonNode done = run(
                "switch_in_loop",
                loop("l", "\"items\": [1, 2], \"loopCondition\": \"$.odd != null || $.even != null\"", within),
                "{\"odd\":\"${odd.output.result}\",\"even\":\"${even.output.result}\"}",
                "{}");

        assertThat(done.path("output")).isEqualTo(Json.read("{\"odd\":null,\"even\":\"even\"}"));
        assertThat(row(done, "l").path("outputData").path("1").propertyNames()).containsExactlyInAnyOrder("odd", "sw");
    }

    @Test
    void what_a_loop_is_given_is_read_again_at_the_end_of_each_round() {
        JsonNode done = run(
                "read_again",
                loop(
                        "l",
                        "\"inputParameters\": {\"n\": \"${step.output.result}\", \"i\": \"${l.output.iteration}\"}, \"loopCondition\": \"$.n < 30 && $.i == $.l.iteration\"",
                        inline("step", "\"i\": \"${l.iteration}\"", "$.i * 10")),
                "{\"n\":\"${step.output.result}\",\"i\":\"${step.iteration}\"}",
                "{}");

        assertThat(done.path("output")).isEqualTo(Json.read("{\"n\":30,\"i\":3}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "`{\"name\":\"j\",\"taskReferenceName\":\"j\",\"type\":\"JOIN\",\"joinOn\":[]}` => {}",
                "`{\"name\":\"n\",\"taskReferenceName\":\"n\",\"type\":\"NOOP\",\"inputParameters\":{\"a\":1}}` => {}",
                "`{\"name\":\"s\",\"taskReferenceName\":\"s\",\"type\":\"SET_VARIABLE\",\"inputParameters\":{\"a\":1}}` => {}",
            })
    void a_workflow_that_ends_with_a_task_that_shows_nothing_gives_nothing(String task, String output) {
        assertThat(run("shows_nothing", task, "{}", "{\"in\":1}").path("output"))
                .isEqualTo(Json.read(output));
    }

    @Test
    void a_workflow_that_ends_with_a_loop_gives_what_the_loop_shows() {
        JsonNode done = run("loop_last", loop("l", "\"items\": [1]", inline("step", "\"n\": 1", "$.n")), "{}", "{}");

        assertThat(done.path("output"))
                .isEqualTo(
                        Json.read("{\"iteration\":1,\"1\":{\"step\":{\"result\":1}},\"loopIndex\":0,\"loopItem\":1}"));
    }

    @Test
    void a_task_that_fails_for_good_in_a_round_fails_the_loop_and_the_workflow() {
        conductor.retries("round_fails", 1);
        String id = conductor.run("failing_round", loop("l", "\"items\": [1, 2, 3]", simple("round_fails")), "{}");
        conductor.complete(conductor.take("round_fails"), "{}");
        conductor.fail(conductor.take("round_fails"), "once");
        conductor.fail(conductor.take("round_fails"), "twice");

        JsonNode failed = conductor.await(id, "FAILED");

        assertThat(statuses(failed, "round_fails__1")).containsExactly("COMPLETED");
        assertThat(statuses(failed, "round_fails__2")).containsExactly("FAILED!", "FAILED");
        assertThat(rows(failed, "round_fails__3")).isEmpty();
        assertThat(failed.path("failedReferenceTaskNames").toString()).contains("round_fails");
    }
}
