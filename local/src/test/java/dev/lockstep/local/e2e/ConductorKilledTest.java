package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.conductor.client.automator.TaskRunnerConfigurer;
import com.netflix.conductor.client.http.MetadataClient;
import com.netflix.conductor.client.http.TaskClient;
import com.netflix.conductor.client.http.WorkflowClient;
import com.netflix.conductor.client.worker.Worker;
import com.netflix.conductor.common.metadata.tasks.Task;
import com.netflix.conductor.common.metadata.tasks.TaskDef;
import com.netflix.conductor.common.metadata.tasks.TaskResult;
import com.netflix.conductor.common.metadata.workflow.StartWorkflowRequest;
import com.netflix.conductor.common.metadata.workflow.WorkflowDef;
import com.netflix.conductor.common.metadata.workflow.WorkflowTask;
import com.netflix.conductor.common.run.Workflow;
import com.netflix.conductor.common.run.Workflow.WorkflowStatus;
import io.orkes.conductor.client.ApiClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workflows of Conductor's client, worked on by its workers, go on when the runtime is killed. */
class ConductorKilledTest {
    private static final int RUNS = 50;
    private static final int TASKS = 5;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String type(int i) {
        return "stage" + i;
    }

    /** What was lost with a kill is found so by its time, and tried again. */
    private static TaskDef taskDefinition(String name) {
        TaskDef definition = new TaskDef(name);
        definition.setOwnerEmail("suite@example.com");
        definition.setRetryCount(10);
        definition.setRetryDelaySeconds(0);
        definition.setResponseTimeoutSeconds(5);
        return definition;
    }

    private static WorkflowTask task(int i) {
        WorkflowTask task = new WorkflowTask();
        task.setName(type(i));
        task.setTaskReferenceName("t" + i);
        task.setType("SIMPLE");
        task.setInputParameters(Map.of("n", i == 0 ? "${workflow.input.n}" : "${t" + (i - 1) + ".output.n}"));
        return task;
    }

    private static void register(MetadataClient metadata) {
        metadata.registerTaskDefs(
                IntStream.range(0, TASKS).mapToObj(i -> taskDefinition(type(i))).toList());
        WorkflowDef definition = new WorkflowDef();
        definition.setName("chain");
        definition.setVersion(1);
        definition.setOwnerEmail("suite@example.com");
        definition.setTasks(
                IntStream.range(0, TASKS).mapToObj(ConductorKilledTest::task).toList());
        definition.setOutputParameters(Map.of("n", "${t" + (TASKS - 1) + ".output.n}"));
        metadata.registerWorkflowDef(definition);
    }

    private static TaskResult increment(Task task) {
        int n = task.getInputData().get("n") instanceof Number number ? number.intValue() : -1;
        TaskResult result = new TaskResult(task);
        result.setStatus(TaskResult.Status.COMPLETED);
        result.setOutputData(Map.of("n", n + 1));
        return result;
    }

    private static String start(WorkflowClient workflows, int n) {
        StartWorkflowRequest request = new StartWorkflowRequest();
        request.setName("chain");
        request.setInput(Map.of("n", n * 100));
        return workflows.startWorkflow(request);
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void no_run_is_lost_with_a_kill_in_the_middle_of_them_and_the_workers_go_on_by_themselves() throws Exception {
        int port = freePort();
        Up up = Up.start(folder, port);
        ApiClient client = new ApiClient("http://127.0.0.1:" + port + "/api", "suite", up.key());
        WorkflowClient workflows = new WorkflowClient(client);
        register(new MetadataClient(client));
        AtomicInteger done = new AtomicInteger();
        TaskRunnerConfigurer runner = new TaskRunnerConfigurer.Builder(
                        new TaskClient(client),
                        IntStream.range(0, TASKS)
                                .mapToObj(i -> Worker.create(type(i), task -> {
                                    done.incrementAndGet();
                                    return increment(task);
                                }))
                                .toList())
                .withThreadCount(4)
                .build();
        runner.init();
        try {
            List<String> accepted =
                    IntStream.range(0, RUNS).mapToObj(n -> start(workflows, n)).toList();
            for (int kill = 1; kill <= 2; kill++) {
                int wanted = Math.min(done.get() + RUNS, RUNS * TASKS - RUNS / 2);
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> done.get() >= wanted);
                up.kill();
                up = Up.start(folder, port);
            }
            for (int n = 0; n < RUNS; n++) {
                String id = accepted.get(n);
                Workflow ended = Awaitility.await()
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(200))
                        .until(
                                () -> workflows.getWorkflow(id, true),
                                workflow -> workflow.getStatus().isTerminal());
                assertThat(ended.getStatus())
                        .as("%s", ended.getReasonForIncompletion())
                        .isEqualTo(WorkflowStatus.COMPLETED);
                assertThat(ended.getOutput()).isEqualTo(Map.of("n", n * 100 + TASKS));
            }
        } finally {
            runner.shutdown();
            client.shutdown();
            up.kill();
        }
    }
}
