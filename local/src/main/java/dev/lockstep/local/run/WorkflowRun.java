package dev.lockstep.local.run;

import dev.lockstep.cli.definition.BadDefinition;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.WorkflowClient;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** Registers a definition, starts it once and follows it to its end. */
public final class WorkflowRun {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(15);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** How often in a row the server may be out of reach before that counts as an end. */
    private static final int TOLERATED_FAULTS = 5;

    private final ServerApi server;
    private final ProgressView progress;

    public WorkflowRun(WorkflowClient client, ProgressView progress) {
        this.server = new ServerApi(client);
        this.progress = progress;
    }

    /**
     * How it ended.
     *
     * @param error empty where there is none
     * @param execution all that the server says of it
     */
    public record Result(boolean completed, String status, JsonNode output, String error, JsonNode execution) {}

    /**
     * Runs a workflow to its end.
     *
     * @param input missing where there is none
     * @throws BadDefinition where the server refuses the definition or the input
     * @throws LockstepException where the server refuses something else, or cannot be reached
     * @throws TimeoutException where the time is over
     */
    public Result run(JsonNode definition, JsonNode input, Duration timeout)
            throws InterruptedException, BadDefinition, TimeoutException {
        long deadline = System.nanoTime() + timeout.toNanos();
        String workflow = server.register(definition);
        String id = server.execute(workflow, input);
        progress.begin(workflow, id);
        Execution execution = follow(workflow, id, deadline);
        return new Result(
                execution.hasCompleted(),
                execution.status(),
                execution.output(),
                Execution.message(execution.error()),
                execution.json());
    }

    private Execution follow(String workflow, String id, long deadline)
            throws InterruptedException, BadDefinition, TimeoutException {
        long began = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        int faults = 0;
        while (true) {
            try {
                Execution execution = server.read(workflow, id);
                faults = 0;
                boolean changed = progress.show(execution, Duration.ofNanos(System.nanoTime() - began));
                if (execution.hasEnded()) {
                    return execution;
                }
                pause = changed ? FIRST_PAUSE : longer(pause);
            } catch (LockstepException e) {
                if (++faults == TOLERATED_FAULTS) {
                    throw e;
                }
                pause = longer(pause);
            }
            if (System.nanoTime() + pause.toNanos() > deadline) {
                throw new TimeoutException("the execution " + id + " did not end in time; it goes on");
            }
            Thread.sleep(pause);
        }
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(3).dividedBy(2);
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }
}
