package dev.lockstep.dialects.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowCompilerTest {
    private final WorkflowCompiler compiler = new WorkflowCompiler(Catalogue.builtIn());

    private static String task(String reference, String type, String more) {
        return "{\"name\":\"" + reference + "\",\"taskReferenceName\":\"" + reference + "\",\"type\":\"" + type + "\""
                + more + "}";
    }

    private static String workflow(String tasks, String more) {
        return "{\"name\":\"w\",\"tasks\":[" + tasks + "]" + more + "}";
    }

    private Plan plan(String definition) {
        return compiler.compile(compiler.read(Json.read(definition)), Children.UNRESOLVED)
                .plan();
    }

    private List<Fault> faults(String definition) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> compiler.read(Json.read(definition)));
        assertThat(refusal).as(definition).isNotNull();
        return refusal.faults();
    }

    private static Stage.Task worker(Plan plan) {
        return plan.tasks().getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "FIXED => FIXED => 60",
                "LINEAR_BACKOFF => LINEAR => 120",
                "EXPONENTIAL_BACKOFF => EXPONENTIAL => 60",
            })
    void the_definition_of_a_task_says_how_it_is_tried(String logic, RetryPolicy.Backoff backoff, int delay) {
        String definition = ",\"taskDefinition\":{\"retryCount\":4,\"retryLogic\":\"" + logic
                + "\",\"backoffScaleFactor\":2,\"backoffJitterMs\":7,\"maxRetryDelaySeconds\":90,\"timeoutPolicy\":\"RETRY\"}";

        RetryPolicy retry = worker(plan(workflow(task("a", "SIMPLE", definition), "")))
                .policy()
                .retry();

        assertThat(retry).isEqualTo(new RetryPolicy(5, backoff, delay, 90, List.of(), Optional.of(7)));
    }

    @Test
    void a_task_that_nobody_has_defined_is_tried_three_times_more_a_minute_apart() {
        Stage.Task task = worker(plan(workflow(task("a", "SIMPLE", ""), "")));

        assertThat(task.policy().retry().maxAttempts()).isEqualTo(4);
        assertThat(task.policy().retry().delaySeconds()).isEqualTo(60);
        assertThat(task.activity())
                .isEqualTo(new Activity.Worker("a", 3_600, Activity.Worker.OnSilence.FAIL, Optional.empty()));
    }

    @Test
    void a_type_that_nobody_knows_is_a_workers_of_that_name() {
        assertThat(worker(plan(workflow(task("a", "MY_OWN", ""), ""))).activity())
                .isInstanceOfSatisfying(
                        Activity.Worker.class,
                        worker -> assertThat(worker.taskType()).isEqualTo("MY_OWN"));
    }

    @Test
    void a_plan_is_prompt_so_that_an_answer_shows_what_comes_next() {
        assertThat(plan(workflow(task("a", "SIMPLE", ""), "")).isPrompt()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"SWITCH\"} => tasks[0].decisionCases",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"FORK_JOIN\"} => tasks[0].forkTasks",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"JOIN\",\"joinOn\":[\"x\"]} => tasks[0].joinOn",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"DO_WHILE\"} => tasks[0].loopOver",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"TERMINATE\"} => tasks[0].inputParameters.terminationStatus",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"SUB_WORKFLOW\"} => tasks[0].subWorkflowParam.name",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"HTTP\"} => tasks[0].inputParameters.http_request.uri",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"INLINE\"} => tasks[0].inputParameters.expression",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"EVENT\",\"sink\":\"kafka:t\"} => tasks[0].sink",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"retryCount\":-1} => tasks[0].retryCount",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"EVENT\"} => tasks[0].sink",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"DYNAMIC\"} => tasks[0].dynamicTaskNameParam",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"FORK_JOIN_DYNAMIC\"} => tasks[0].dynamicForkTasksParam",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"FORK_JOIN_DYNAMIC\",\"dynamicForkTasksParam\":\"x\"} => tasks[0].dynamicForkTasksParam",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"JSON_JQ_TRANSFORM\"} => tasks[0].inputParameters.queryExpression",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"WAIT\",\"inputParameters\":{\"duration\":\"1s\",\"until\":\"2027-01-01\"}} => tasks[0].inputParameters",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"WAIT\",\"inputParameters\":{\"duration\":\"soon\"}} => tasks[0].inputParameters.duration",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"WAIT\",\"inputParameters\":{\"until\":\"soon\"}} => tasks[0].inputParameters.until",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"DO_WHILE\",\"loopOver\":[{\"name\":\"u\",\"taskReferenceName\":\"u\"}]} => tasks[0].loopCondition",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"SWITCH\",\"decisionCases\":{\"a\":[{\"name\":\"u\",\"taskReferenceName\":\"u\"}]}} => tasks[0].expression",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"TERMINATE\",\"optional\":true} => tasks[0].optional",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"LAMBDA\"} => tasks[0].inputParameters.scriptExpression",
                "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"START_WORKFLOW\"} => tasks[0].inputParameters.startWorkflow.name",
                "{\"name\":\"t\"} => tasks[0].taskReferenceName",
                "7 => tasks[0]",
            })
    void what_a_task_lacks_is_told_with_its_path(String task, String path) {
        assertThat(faults(workflow(task, ""))).extracting(Fault::path).contains(path);
    }

    @Test
    void a_definition_of_more_tasks_than_there_may_be_is_refused() {
        StringBuilder tasks = new StringBuilder(task("t0", "NOOP", ""));
        for (int i = 1; i <= DefinitionReader.MOST_TASKS; i++) {
            tasks.append(',').append(task("t" + i, "NOOP", ""));
        }

        assertThat(faults(workflow(tasks.toString(), "")))
                .extracting(Fault::path)
                .contains("tasks");
    }

    @Test
    void response_timeouts_longer_than_the_attempt_are_refused() {
        String definition = ",\"taskDefinition\":{\"timeoutSeconds\":5,\"responseTimeoutSeconds\":6}";

        assertThat(faults(workflow(task("a", "SIMPLE", definition), "")))
                .extracting(Fault::path)
                .containsExactly("tasks[0].taskDefinition.responseTimeoutSeconds");
    }
}
