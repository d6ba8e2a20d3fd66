package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Compiles tasks that workers do, and how often any task is tried. */
record WorkerCompiler(StageMaker stages) {
    static final int FOR_EVER = 10 * 366 * 86_400;
    private static final int MOST_ATTEMPTS = 100;

    Stage.Task worker(WorkflowTask task, Optional<String> loop) {
        TaskDefinition definition = task.definition().orElseGet(() -> TaskDefinition.unregistered(task.name()));
        Policy policy = new Policy(
                        retry(task, definition),
                        timeoutSeconds(definition),
                        StageMaker.onError(task),
                        Optional.empty(),
                        1)
                .within(definition.totalTimeoutSeconds());
        return stages.stage(
                task, "Worker", activity(task, definition), stages.input(task), StageMaker.none(), policy, loop);
    }

    static Activity.Worker activity(WorkflowTask task, TaskDefinition definition) {
        return new Activity.Worker(
                        Names.taskType(queue(task)),
                        definition.responseTimeoutSeconds(),
                        Activity.Worker.OnSilence.FAIL,
                        definition.pollTimeoutSeconds().filter(any -> !definition.onlyAlerts()))
                .within(definition.limits());
    }

    static int timeoutSeconds(TaskDefinition definition) {
        boolean bounded = definition.timeoutSeconds() > 0 && !definition.onlyAlerts();
        return bounded ? definition.timeoutSeconds() : FOR_EVER;
    }

    /** A type that nobody knows is a worker's of that name. */
    static String queue(WorkflowTask task) {
        return task.type().isPresent() ? task.name() : task.typeName();
    }

    static RetryPolicy retry(WorkflowTask task, TaskDefinition definition) {
        int retries = Optional.ofNullable(task.json().get("retryCount"))
                .filter(JsonNode::canConvertToInt)
                .map(JsonNode::intValue)
                .orElseGet(definition::retryCount);
        boolean linear = definition.retryLogic().equals("LINEAR_BACKOFF");
        RetryPolicy.Backoff backoff = linear
                ? RetryPolicy.Backoff.LINEAR
                : definition.retryLogic().equals("EXPONENTIAL_BACKOFF")
                        ? RetryPolicy.Backoff.EXPONENTIAL
                        : RetryPolicy.Backoff.FIXED;
        long delay = (long) definition.retryDelaySeconds() * (linear ? definition.backoffScaleFactor() : 1);
        return new RetryPolicy(
                Math.min(MOST_ATTEMPTS, retries + 1),
                backoff,
                (int) Math.min(delay, FOR_EVER),
                definition.maxRetryDelaySeconds().orElse(FOR_EVER),
                definition.timeOutsAreRetried() ? List.of() : TaskResult.RETRIED_BESIDE_TIME_OUTS,
                Optional.of(definition.backoffJitterMillis()));
    }
}
