package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.netflix.conductor.client.automator.TaskRunnerConfigurer;
import com.netflix.conductor.client.exception.ConductorClientException;
import com.netflix.conductor.client.http.ConductorClient;
import com.netflix.conductor.client.http.MetadataClient;
import com.netflix.conductor.client.http.TaskClient;
import com.netflix.conductor.client.http.WorkflowClient;
import com.netflix.conductor.client.worker.Worker;
import com.netflix.conductor.common.metadata.tasks.Task;
import com.netflix.conductor.common.metadata.tasks.TaskDef;
import com.netflix.conductor.common.metadata.tasks.TaskResult;
import com.netflix.conductor.common.metadata.workflow.RerunWorkflowRequest;
import com.netflix.conductor.common.metadata.workflow.StartWorkflowRequest;
import com.netflix.conductor.common.metadata.workflow.WorkflowDef;
import com.netflix.conductor.common.metadata.workflow.WorkflowTask;
import com.netflix.conductor.common.run.Workflow;
import com.netflix.conductor.common.run.Workflow.WorkflowStatus;
import com.netflix.conductor.common.run.WorkflowTestRequest;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import io.orkes.conductor.client.ApiClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Conductor's released Java client, as it is. */
class ConductorClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static ConductorClient client;

    @SuppressWarnings("NullAway.Init")
    private static MetadataClient metadata;

    @SuppressWarnings("NullAway.Init")
    private static WorkflowClient workflows;

    @SuppressWarnings("NullAway.Init")
    private static TaskClient tasks;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template()).start();
        client = new ApiClient(stack.url() + "/api", "suite", stack.adminKey().text());
        metadata = new MetadataClient(client);
        workflows = new WorkflowClient(client);
        tasks = new TaskClient(client);
    }

    @AfterAll
    static void stop() {
        client.shutdown();
        stack.close();
    }

    private static String fresh(String stem) {
        return stem + "_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static TaskDef taskDefinition(String name, int retries) {
        TaskDef definition = new TaskDef(name);
        definition.setOwnerEmail("suite@example.com");
        definition.setRetryCount(retries);
        definition.setRetryDelaySeconds(0);
        return definition;
    }

    private static WorkflowTask task(String type, String reference, Map<String, Object> input) {
        WorkflowTask task = new WorkflowTask();
        task.setName(type);
        task.setTaskReferenceName(reference);
        task.setType("SIMPLE");
        task.setInputParameters(input);
        return task;
    }

    private static WorkflowDef definition(WorkflowTask... of) {
        WorkflowDef definition = new WorkflowDef();
        definition.setName(fresh("workflow"));
        definition.setVersion(1);
        definition.setOwnerEmail("suite@example.com");
        definition.setTasks(List.of(of));
        return definition;
    }

    private static String started(WorkflowDef definition, Map<String, Object> input) {
        metadata.registerWorkflowDef(definition);
        StartWorkflowRequest request = new StartWorkflowRequest();
        request.setName(definition.getName());
        request.setVersion(1);
        request.setInput(input);
        return workflows.startWorkflow(request);
    }

    private static Workflow until(String id, Predicate<Workflow> wanted) {
        return Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> workflows.getWorkflow(id, true), wanted);
    }

    private static Workflow ended(String id) {
        return until(id, workflow -> workflow.getStatus().isTerminal());
    }

    private static TaskResult completed(Task task, Map<String, Object> output) {
        TaskResult result = new TaskResult(task);
        result.setStatus(TaskResult.Status.COMPLETED);
        result.setOutputData(output);
        return result;
    }

    private static int number(Task task, String input) {
        return task.getInputData().get(input) instanceof Number number ? number.intValue() : 0;
    }

    private static TaskRunnerConfigurer working(Map<String, Function<Task, TaskResult>> workers) {
        List<Worker> all = workers.entrySet().stream()
                .map(worker -> Worker.create(worker.getKey(), worker.getValue()))
                .toList();
        TaskRunnerConfigurer runner =
                new TaskRunnerConfigurer.Builder(tasks, all).withThreadCount(4).build();
        runner.init();
        return runner;
    }

    @Test
    void its_workers_do_the_tasks_of_its_workflows() {
        List<String> types = Stream.of("a", "b").map(ConductorClientTest::fresh).toList();
        metadata.registerTaskDefs(
                types.stream().map(type -> taskDefinition(type, 1)).toList());
        WorkflowDef definition = definition(
                task(types.get(0), "a", Map.of("n", "${workflow.input.n}")),
                task(types.get(1), "b", Map.of("n", "${a.output.n}")));
        definition.setOutputParameters(Map.of("n", "${b.output.n}"));
        Function<Task, TaskResult> increment = task -> completed(task, Map.of("n", number(task, "n") + 1));
        TaskRunnerConfigurer runner = working(Map.of(types.get(0), increment, types.get(1), increment));

        String first = started(definition, Map.of("n", 0));
        List<String> more = IntStream.range(1, 10)
                .mapToObj(n -> {
                    StartWorkflowRequest request = new StartWorkflowRequest();
                    request.setName(definition.getName());
                    request.setInput(Map.of("n", n));
                    return workflows.startWorkflow(request);
                })
                .toList();

        assertThat(ended(first).getOutput()).isEqualTo(Map.of("n", 2));
        for (int n = 1; n < 10; n++) {
            Workflow workflow = ended(more.get(n - 1));
            assertThat(workflow.getStatus()).isEqualTo(WorkflowStatus.COMPLETED);
            assertThat(workflow.getOutput()).isEqualTo(Map.of("n", n + 2));
        }
        runner.shutdown();
    }

    @Test
    void an_attempt_that_failed_is_followed_by_another_and_a_hopeless_one_by_none() {
        String flaky = fresh("flaky");
        String hopeless = fresh("hopeless");
        metadata.registerTaskDefs(List.of(taskDefinition(flaky, 2), taskDefinition(hopeless, 2)));
        AtomicInteger attempts = new AtomicInteger();
        TaskRunnerConfigurer runner = working(Map.of(
                flaky,
                task -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                    return completed(task, Map.of());
                },
                hopeless,
                task -> {
                    TaskResult result = new TaskResult(task);
                    result.setStatus(TaskResult.Status.FAILED_WITH_TERMINAL_ERROR);
                    result.setReasonForIncompletion("no such order");
                    return result;
                }));

        Workflow retried = ended(started(definition(task(flaky, "a", Map.of())), Map.of()));
        Workflow failed = ended(started(definition(task(hopeless, "a", Map.of())), Map.of()));

        assertThat(retried.getStatus()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(retried.getTasks())
                .extracting(Task::getStatus)
                .containsExactly(Task.Status.FAILED, Task.Status.FAILED, Task.Status.COMPLETED);
        assertThat(failed.getStatus()).isEqualTo(WorkflowStatus.FAILED);
        assertThat(failed.getReasonForIncompletion()).contains("no such order");
        assertThat(failed.getTasks())
                .extracting(Task::getStatus)
                .containsExactly(Task.Status.FAILED_WITH_TERMINAL_ERROR);
        runner.shutdown();
    }

    @Test
    void tasks_are_polled_and_reported_by_hand_too() {
        String type = fresh("by_hand");
        String id = started(definition(task(type, "a", Map.of("n", 1)), task(type, "b", Map.of())), Map.of());
        until(id, workflow -> !workflow.getTasks().isEmpty());

        Task first = Awaitility.await()
                .atMost(LIMIT)
                .until(() -> tasks.batchPollTasksByTaskType(type, "me", 1, 1_000), found -> !found.isEmpty())
                .getFirst();
        Task second = tasks.updateTaskV2(completed(first, Map.of("n", 2)));

        assertThat(first.getWorkflowInstanceId()).isEqualTo(id);
        assertThat(first.getInputData()).isEqualTo(Map.of("n", 1));
        assertThat(tasks.getTaskDetails(first.getTaskId()).getStatus()).isEqualTo(Task.Status.COMPLETED);
        Task last = second != null
                ? second
                : Awaitility.await()
                        .atMost(LIMIT)
                        .until(() -> tasks.pollTask(type, "me", null), found -> found != null);
        tasks.updateTask(completed(last, Map.of("n", 3)));
        assertThat(ended(id).getOutput()).isEqualTo(Map.of("n", 3));
        assertThat(tasks.pollTask(type, "me", null)).isNull();
        assertThat(tasks.batchPollTasksByTaskType(type, "me", 5, 100)).isEmpty();
    }

    @Test
    void workflows_are_moved() {
        String type = fresh("never");
        String id = started(definition(task(type, "a", Map.of())), Map.of());

        workflows.pauseWorkflow(id);
        assertThat(workflows.getWorkflow(id, false).getStatus()).isEqualTo(WorkflowStatus.PAUSED);
        workflows.resumeWorkflow(id);
        assertThat(workflows.getWorkflowStatusSummary(id, true, true).getStatus())
                .hasToString("RUNNING");
        workflows.terminateWorkflow(id, "changed my mind");
        Workflow terminated = workflows.getWorkflow(id, true);
        assertThat(terminated.getStatus()).isEqualTo(WorkflowStatus.TERMINATED);
        assertThat(terminated.getReasonForIncompletion()).isEqualTo("changed my mind");

        workflows.retryLastFailedTask(id);
        assertThat(workflows.getWorkflow(id, false).getStatus()).isEqualTo(WorkflowStatus.RUNNING);
        workflows.terminateWorkflow(id, "again");
        workflows.restart(id, false);
        assertThat(workflows.getWorkflow(id, false).getStatus()).isEqualTo(WorkflowStatus.RUNNING);

        TaskRunnerConfigurer runner = working(Map.of(type, task -> completed(task, Map.of("done", true))));
        assertThat(ended(id).getStatus()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(workflows.rerunWorkflow(id, new RerunWorkflowRequest())).isEqualTo(id);
        assertThat(ended(id).getStatus()).isEqualTo(WorkflowStatus.COMPLETED);
        runner.shutdown();
    }

    @Test
    void definitions_are_kept_as_they_were_registered() {
        TaskDef taskDefinition = taskDefinition(fresh("task"), 7);
        metadata.registerTaskDefs(List.of(taskDefinition));
        assertThat(metadata.getTaskDef(taskDefinition.getName()).getRetryCount())
                .isEqualTo(7);
        taskDefinition.setRetryCount(8);
        metadata.updateTaskDef(taskDefinition);
        assertThat(metadata.getAllTaskDefs())
                .filteredOn(found -> found.getName().equals(taskDefinition.getName()))
                .singleElement()
                .satisfies(found -> assertThat(found.getRetryCount()).isEqualTo(8));
        metadata.unregisterTaskDef(taskDefinition.getName());

        WorkflowDef definition = definition(task(fresh("any"), "a", Map.of("x", List.of(1, Map.of("y", true)))));
        metadata.registerWorkflowDef(definition);
        WorkflowDef read = metadata.getWorkflowDef(definition.getName(), 1);
        assertThat(read.getTasks().getFirst().getInputParameters())
                .isEqualTo(definition.getTasks().getFirst().getInputParameters());
        definition.setDescription("changed");
        metadata.updateWorkflowDefs(new ArrayList<>(List.of(definition)));
        assertThat(metadata.getWorkflowDef(definition.getName(), null).getDescription())
                .isEqualTo("changed");
        metadata.unregisterWorkflowDef(definition.getName(), 1);
    }

    private static ConductorClientException refused(Runnable call) {
        return catchThrowableOfType(ConductorClientException.class, call::run);
    }

    @Test
    void a_refusal_is_told_with_its_status_and_why() {
        ConductorClientException noWorkflow = refused(() -> workflows.getWorkflow("nothing", true));
        ConductorClientException noDefinition = refused(() -> metadata.getWorkflowDef("nothing", 1));
        WorkflowDef definition = definition(task("any", "a", Map.of()));
        metadata.registerWorkflowDef(definition);
        ConductorClientException twice = refused(() -> metadata.registerWorkflowDef(definition));

        assertThat(noWorkflow.getStatus()).isEqualTo(404);
        assertThat(noWorkflow.getMessage()).contains("nothing");
        assertThat(noDefinition.getStatus()).isEqualTo(404);
        assertThat(twice.getStatus()).isEqualTo(409);
        assertThat(twice.getMessage()).contains("already exists");
    }

    @Test
    void a_wrong_secret_opens_nothing() {
        assertThatThrownBy(() -> new WorkflowClient(new ApiClient(stack.url() + "/api", "suite", "lk_wrong"))
                        .getWorkflow("any", true))
                .hasRootCauseInstanceOf(ConductorClientException.class);
    }

    @Test
    void a_workflow_is_tried_out_with_mocks() {
        String type = fresh("tried");
        metadata.registerTaskDefs(List.of(taskDefinition(type, 1)));
        WorkflowDef definition = definition(task(type, "tried_ref", Map.of()));
        WorkflowTestRequest request = new WorkflowTestRequest();
        request.setName(definition.getName());
        request.setVersion(1);
        request.setWorkflowDef(definition);
        request.setTaskRefToMockOutput(Map.of(
                "tried_ref",
                List.of(
                        new WorkflowTestRequest.TaskMock(TaskResult.Status.FAILED, Map.of()),
                        new WorkflowTestRequest.TaskMock(TaskResult.Status.COMPLETED, Map.of("n", 1)))));

        Workflow tried = workflows.testWorkflow(request);

        assertThat(tried.getStatus()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(tried.getTasks())
                .extracting(Task::getStatus)
                .containsExactly(Task.Status.FAILED, Task.Status.COMPLETED);
        assertThat(tried.getOutput()).containsEntry("n", 1);
    }
}
