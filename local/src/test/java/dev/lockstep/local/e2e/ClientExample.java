package dev.lockstep.local.e2e;

import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Problem;
import dev.lockstep.client.Run;
import dev.lockstep.client.RunStage;
import dev.lockstep.client.StartedRun;
import dev.lockstep.client.Subscription;
import dev.lockstep.client.TaskResult;
import dev.lockstep.client.Worker;
import dev.lockstep.client.WorkflowClient;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The Java code of docs/clients.md, which shows the bodies of these methods. */
final class ClientExample {
    private final PrintStream out;

    ClientExample(PrintStream out) {
        this.out = out;
    }

    @SuppressWarnings("try") // The stream tells by itself.
    void follow(URI url, String apiKey, String workflowId) throws InterruptedException {
        try (WorkflowClient client = WorkflowClient.builder()
                .baseUrl(url)
                .apiKey(apiKey)
                .workflowId(workflowId)
                .build()) {
            // Trigger
            StartedRun started = client.trigger(Map.of());

            // Stream
            try (Subscription stream = client.stream(
                    started.runId(),
                    update -> out.println("update " + update.status() + " " + update.pendingStageCount()))) {
                // Wait
                Run run = client.waitForRun(started.runId(), Duration.ofMinutes(1));

                // Inspect
                out.println(run.status() + " " + run.totalUsage());
                for (RunStage stage : run.runStages()) {
                    out.println(stage.module() + " " + stage.status() + " "
                            + stage.output().orElseThrow());
                }
            }

            // Errors
            try {
                client.get("ex-00000000000000000000000000");
            } catch (LockstepException e) {
                out.println(e.status().orElse(0) + " "
                        + e.problem().flatMap(Problem::title).orElse(""));
            }
        }
    }

    record Picture(String file) {}

    Worker work(URI url, String apiKey) {
        return Worker.builder()
                .baseUrl(url)
                .apiKey(apiKey)
                .taskType("resize")
                .concurrency(4)
                .handler(task -> {
                    Picture picture = task.inputAs(Picture.class);
                    return TaskResult.completed(new Picture("small-" + picture.file()));
                })
                .start();
    }
}
