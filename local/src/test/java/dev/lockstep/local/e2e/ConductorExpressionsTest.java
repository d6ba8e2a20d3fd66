package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Expressions in definitions of Conductor's. */
class ConductorExpressionsTest extends OnLocalStack {
    /** A task whose {@code output.result} is the input of the workflow. */
    private static final String GIVEN = """
            {"name": "t", "taskReferenceName": "t", "type": "INLINE", "inputParameters":
              {"given": "${workflow.input}", "evaluatorType": "value-param", "expression": "given"}}""";

    /** Registers a workflow of these tasks that gives these values, and runs it. */
    private static JsonNode run(String name, String tasks, String outputs, String input) {
        return conductor.await(begin(name, tasks, outputs, input), "COMPLETED");
    }

    private static String begin(String name, String tasks, String outputs, String input) {
        conductor.register(definition(name, tasks, ",\"outputParameters\":" + outputs));
        return api.post(
                        "/api/workflow",
                        "{\"name\":\"" + name + "\",\"correlationId\":\"order-1\",\"input\":" + input + "}")
                .expect(200)
                .text();
    }

    /** What values come to, of a workflow with that input. */
    private static JsonNode values(String name, String outputs, String input) {
        return run(name, GIVEN, outputs, input).path("output");
    }

    @Test
    void a_workflow_has_its_input_variables_name_version_ids_and_status() {
        JsonNode done = run("roots", GIVEN, """
                {"input": "${workflow.input.a}", "variables": "${workflow.variables.v}", "id": "${workflow.workflowId}",
                 "type": "${workflow.workflowType}", "version": "${workflow.version}", "schema": "${workflow.schemaVersion}",
                 "correlation": "${workflow.correlationId}", "status": "${workflow.status}", "output": "${workflow.output}",
                 "parent": "${workflow.parentWorkflowId}", "parentTask": "${workflow.parentWorkflowTaskId}",
                 "reason": "${workflow.reasonForIncompletion}"}, "variables": {"v": 5}""", "{\"a\":1}");

        assertThat(done.path("output"))
                .isEqualTo(
                        Json.read(
                                "{\"input\":1,\"variables\":5,\"id\":\""
                                        + done.path("workflowId").asString()
                                        + "\",\"type\":\"roots\",\"version\":1,\"schema\":2,\"correlation\":\"order-1\","
                                        + "\"status\":\"RUNNING\",\"output\":null,\"parent\":null,\"parentTask\":null,\"reason\":null}"));
    }

    @Test
    void a_child_can_tell_its_parent_and_the_task_that_started_it() {
        conductor.register(
                definition(
                        "told_child",
                        GIVEN,
                        ",\"outputParameters\":{\"p\":\"${workflow.parentWorkflowId}\",\"t\":\"${workflow.parentWorkflowTaskId}\"}"));

        JsonNode done = run(
                "told_parent",
                "{\"name\":\"c\",\"taskReferenceName\":\"c\",\"type\":\"SUB_WORKFLOW\",\"subWorkflowParam\":{\"name\":\"told_child\"}}",
                "{\"told\":\"${c.output}\"}",
                "{}");

        assertThat(done.path("output").path("told").path("p").asString())
                .isEqualTo(done.path("workflowId").asString());
        assertThat(done.path("output").path("told").path("t").asString())
                .isEqualTo(row(done, "c").path("taskId").asString());
    }

    @Test
    void a_task_has_the_fields_of_its_last_attempt() {
        conductor.retries("fields_w", 1);
        String worker = "{\"name\":\"fields_w\",\"taskReferenceName\":\"w\",\"inputParameters\":{\"a\":1}}";
        String id = begin("fields", worker, """
                {"input": "${w.input}", "output": "${w.output}", "status": "${w.status}", "taskType": "${w.taskType}",
                 "referenceTaskName": "${w.referenceTaskName}", "retryCount": "${w.retryCount}", "correlationId": "${w.correlationId}",
                 "pollCount": "${w.pollCount}", "taskDefName": "${w.taskDefName}", "startTime": "${w.startTime}",
                 "endTime": "${w.endTime}", "workflowInstanceId": "${w.workflowInstanceId}", "taskId": "${w.taskId}",
                 "iteration": "${w.iteration}", "callbackAfterSeconds": "${w.callbackAfterSeconds}", "workerId": "${w.workerId}",
                 "reason": "${w.reasonForIncompletion}", "scheduled": "${w.scheduledTime}"}""", "{}");
        conductor.fail(conductor.take("fields_w"), "not yet");
        conductor.complete(conductor.take("fields_w"), "{\"x\":[true]}");

        JsonNode done = conductor.await(id, "COMPLETED");
        JsonNode told = done.path("output");
        JsonNode row = row(done, "w");
        for (String field : new String[] {
            "status",
            "taskType",
            "referenceTaskName",
            "retryCount",
            "correlationId",
            "pollCount",
            "taskDefName",
            "startTime",
            "endTime",
            "workflowInstanceId",
            "taskId",
            "iteration",
            "callbackAfterSeconds"
        }) {
            assertThat(told.path(field).asString())
                    .as(field)
                    .isEqualTo(row.path(field).asString());
        }
        assertThat(told.path("retryCount").asInt()).isEqualTo(1);
        assertThat(told.path("input")).isEqualTo(Json.read("{\"a\":1}"));
        assertThat(told.path("output")).isEqualTo(Json.read("{\"x\":[true]}"));
        assertThat(told.path("scheduled").isNumber()).isTrue();
        assertThat(told.path("reason").isNull()).isTrue();
    }

    @Test
    void an_optional_task_that_failed_tells_so_and_one_that_was_not_reached_is_nothing() {
        conductor.retries("optional_w", 0);
        String id = begin(
                "optional",
                "{\"name\":\"optional_w\",\"taskReferenceName\":\"w\",\"optional\":true}," + """
                {"name": "sw", "taskReferenceName": "sw", "type": "SWITCH", "evaluatorType": "value-param", "expression": "x",
                 "inputParameters": {"x": "a"},
                 "decisionCases": {"b": [{"name": "n", "taskReferenceName": "n", "type": "NOOP"}]}}""",
                "{\"s\":\"${w.status}\",\"r\":\"${w.reasonForIncompletion}\",\"n\":\"${n.status}\",\"o\":\"${n.output}\","
                        + "\"i\":\"${n.taskId}\"}",
                "{}");
        conductor.fail(conductor.take("optional_w"), "never");

        assertThat(conductor.await(id, "COMPLETED").path("output"))
                .isEqualTo(Json.read(
                        "{\"s\":\"COMPLETED_WITH_ERRORS\",\"r\":\"never\",\"n\":null,\"o\":null,\"i\":null}"));
    }

    @Test
    void one_expression_alone_keeps_its_type_and_with_text_around_it_is_text() {
        assertThat(values("types", """
                {"number": "${t.output.result.n}", "object": "${t.output.result.o}", "truth": "${t.output.result.b}",
                 "null": "${t.output.result.z}", "missing": "${t.output.result.no.thing}", "text": "n=${t.output.result.n}!",
                 "json": "o=${t.output.result.o}", "none": "z=${t.output.result.no}", "blank": " ${t.output.result.n}",
                 "list": ["${t.output.result.n}", {"deep": "${t.output.result.n}"}], "plain": 7}""", "{\"n\":1,\"o\":{\"p\":2},\"b\":true,\"z\":null}"))
                .isEqualTo(Json.read("""
                        {"number": 1, "object": {"p": 2}, "truth": true, "null": null, "missing": null, "text": "n=1!",
                         "json": "o={\\"p\\":2}", "none": "z=null", "blank": " 1", "list": [1, {"deep": 1}], "plain": 7}"""));
    }

    @Test
    void a_doubled_dollar_gives_the_characters_themselves_alone_and_within_text() {
        assertThat(values("doubled", "{\"a\":\"$${x.y}\",\"b\":\"say $${x} ${workflow.input.n}\"}", "{\"n\":1}"))
                .isEqualTo(Json.read("{\"a\":\"${x.y}\",\"b\":\"say ${x} 1\"}"));
    }

    @Test
    void expressions_within_expressions_are_read_first() {
        assertThat(values(
                        "nested",
                        "{\"a\":\"${workflow.input.${workflow.input.key}}\",\"b\":\"<${t.output.result['${workflow.input.key}'].x}>\","
                                + "\"c\":\"${workflow.input.list[${workflow.input.at}]}\",\"d\":\"${workflow.input.${workflow.input.none}}\"}",
                        "{\"key\":\"k\",\"k\":{\"x\":5},\"list\":[1,2],\"at\":1}"))
                .isEqualTo(Json.read("{\"a\":{\"x\":5},\"b\":\"<5>\",\"c\":2,\"d\":null}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "list[0].a             => 1",
                "list[-1].a            => 3",
                "list[9].a             => null",
                "list[*].a             => `[1,2,3]`",
                "one[*].a              => `[1]`",
                "grid[1][0]            => 3",
                "['a key'].x           => 9",
                "list.length()         => 3",
                "list[0:2].a           => `[1,2]`",
                "list[0,2].a           => `[1,3]`",
                "list[?(@.a > 1)].a    => `[2,3]`",
                "list[?(@.b == 'y')]   => `[{\"a\":2,\"b\":\"y\"}]`",
                "..a                   => `[1,2,3,1]`",
                "['one','n']           => `{\"one\":[{\"a\":1}],\"n\":4}`",
            })
    void a_path_is_json_path(String path, String expected) {
        JsonNode value = values(
                        "paths",
                        "{\"v\":\"${t.output.result" + (path.startsWith("[") || path.startsWith(".") ? "" : ".") + path
                                + "}\"}",
                        """
                {"list": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}, {"a": 3}], "one": [{"a": 1}], "grid": [[1, 2], [3, 4]],
                 "a key": {"x": 9}, "n": 4}""")
                .path("v");

        assertThat(value).isEqualTo(Json.read(expected));
    }

    @Test
    void a_task_is_given_its_own_id_where_that_is_asked_for() {
        conductor.retries("own_id", 1);
        String id = conductor.run(
                "own_id",
                "{\"name\":\"own_id\",\"taskReferenceName\":\"w\",\"inputParameters\":{\"id\":\"${CPEWF_TASK_ID}\",\"text\":\"at/${CPEWF_TASK_ID}\"}}",
                "{}");

        JsonNode first = conductor.take("own_id");
        assertThat(first.path("inputData").path("id")).isEqualTo(first.path("taskId"));
        assertThat(first.path("inputData").path("text").asString())
                .isEqualTo("at/" + first.path("taskId").asString());
        conductor.fail(first, "again");
        JsonNode second = conductor.take("own_id");
        assertThat(second.path("inputData").path("id")).isEqualTo(second.path("taskId"));
        assertThat(second.path("taskId")).isNotEqualTo(first.path("taskId"));
        conductor.complete(second, "{}");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void there_are_no_secrets_and_nobodys_environment() {
        assertThat(values(
                        "hidden",
                        "{\"n\":\"${workflow.workflowType.x}\",\"s\":\"${workflow.secrets.PATH}\",\"e\":\"${workflow.env.PATH}\",\"t\":\"<${workflow.env.HOME}>\"}",
                        "{}"))
                .isEqualTo(Json.read("{\"n\":null,\"s\":null,\"e\":null,\"t\":\"<null>\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${}",
                "${ }",
                "${nobody.output.x}",
                "${PATH}",
                "${java.home}",
                "${workflow.input.x",
                "${workflow.nothing}",
                "${${workflow.input.t}.output}",
                "${t.output.x[?(@.a =~ /b/)]}",
                "${t.password}"
            })
    void what_can_never_be_read_is_refused_with_its_path(String expression) {
        assertThat(api.post(
                                "/api/metadata/workflow",
                                definition("unread", GIVEN, ",\"outputParameters\":{\"x\":[\"" + expression + "\"]}"))
                        .expect(400)
                        .json()
                        .path("validationErrors")
                        .get(0)
                        .path("path")
                        .asString())
                .isEqualTo("outputParameters.x[0]");
    }

    @ParameterizedTest
    @CsvSource({"value-param, way", "javascript, $.way", "graaljs, $.way"})
    void a_switch_goes_by_a_parameter_or_a_script_within_another_one_too(String evaluator, String expression) {
        String inner = switchBy("inner", evaluator, expression, "\"x\": [" + note("deep") + "]", note("other"));
        JsonNode done = run(
                "switched_" + evaluator.replace("-", "_"),
                GIVEN + "," + switchBy("outer", evaluator, expression, "\"x\": [" + inner + "]", note("none")),
                "{\"outer\":\"${outer.output}\",\"inner\":\"${inner.output.selectedCase}\"}",
                "{\"way\":\"x\"}");

        assertThat(rows(done, "deep")).hasSize(1);
        assertThat(rows(done, "other")).isEmpty();
        assertThat(rows(done, "none")).isEmpty();
        assertThat(done.path("output"))
                .isEqualTo(
                        Json.read("{\"outer\":{\"evaluationResult\":[\"x\"],\"selectedCase\":\"x\"},\"inner\":\"x\"}"));
    }

    private static String switchBy(String name, String evaluator, String expression, String cases, String otherwise) {
        return "{\"name\":\"" + name + "\",\"taskReferenceName\":\"" + name
                + "\",\"type\":\"SWITCH\",\"evaluatorType\":\""
                + evaluator + "\",\"expression\":\"" + expression
                + "\",\"inputParameters\":{\"way\":\"${workflow.input.way}\"},\"decisionCases\":{" + cases
                + "},\"defaultCase\":[" + otherwise + "]}";
    }

    private static String note(String name) {
        return "{\"name\":\"" + name + "\",\"taskReferenceName\":\"" + name + "\",\"type\":\"NOOP\"}";
    }

    @ParameterizedTest
    @CsvSource({
        "duration, ${workflow.input.n} seconds, COMPLETED",
        "until, ${workflow.input.day} 00:00, COMPLETED",
        "duration, ${workflow.input.day}, FAILED"
    })
    void a_wait_goes_by_a_time_that_is_known_only_when_it_is_reached(String field, String time, String status) {
        String id = conductor.run(
                "waits_" + field,
                "{\"name\":\"w\",\"taskReferenceName\":\"w\",\"type\":\"WAIT\",\"inputParameters\":{\"" + field
                        + "\":\"" + time + "\"}}",
                "{\"n\":1,\"day\":\"2020-01-31\"}");

        JsonNode ended = conductor.await(id, status);

        if (field.equals("duration") && status.equals("COMPLETED")) {
            assertThat(ended.path("endTime").asLong() - ended.path("startTime").asLong())
                    .isGreaterThanOrEqualTo(1_000);
        }
    }

    @Test
    void a_name_that_stands_for_a_worker_is_read_in_another_task() {
        String id = conductor.run(
                "handed_on",
                simple("handed_a") + ","
                        + simple("handed_b", ",\"inputParameters\":{\"x\":\"${handed_a.output.list[*].k}\"}"),
                "{}");
        conductor.complete(conductor.take("handed_a"), "{\"list\":[{\"k\":1}]}");
        JsonNode second = conductor.take("handed_b");

        assertThat(second.path("inputData")).isEqualTo(Json.read("{\"x\":[1]}"));
        conductor.complete(second, "{}");
        conductor.await(id, "COMPLETED");
    }
}
