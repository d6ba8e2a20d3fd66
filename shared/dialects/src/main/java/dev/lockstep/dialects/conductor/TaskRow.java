package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One attempt at a task: a row of Conductor's.
 *
 * @param task what the definition says of it
 * @param attempt from 1 on
 * @param scheduledAt when it was there to be taken
 * @param startedAt when somebody took it
 * @param reason why it did not complete
 * @param queued where workers find it, and how often it was taken, as far as that is known
 */
record TaskRow(
        WorkflowTask task,
        StageRunKey run,
        int attempt,
        TaskStatus status,
        boolean retried,
        Instant scheduledAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Instant updatedAt,
        JsonNode input,
        JsonNode output,
        Optional<String> reason,
        Optional<String> worker,
        Optional<String> child,
        long callbackAfterSeconds,
        Queued queued) {

    TaskRow with(JsonNode shown, Optional<String> takenBy, Optional<String> started, long callbackAfter) {
        return new TaskRow(
                task,
                run,
                attempt,
                status,
                retried,
                scheduledAt,
                startedAt,
                endedAt,
                updatedAt,
                input,
                shown,
                reason,
                takenBy,
                started,
                callbackAfter,
                queued);
    }

    /** The same, where workers find it. */
    TaskRow in(Queued other) {
        return as(status, reason, other);
    }

    /** The same, having come to something else. */
    TaskRow as(TaskStatus other, Optional<String> why) {
        return as(other, why, queued);
    }

    private TaskRow as(TaskStatus other, Optional<String> why, Queued where) {
        return new TaskRow(
                task,
                run,
                attempt,
                other,
                retried,
                scheduledAt,
                startedAt,
                endedAt,
                updatedAt,
                input,
                output,
                why,
                worker,
                child,
                callbackAfterSeconds,
                where);
    }

    /** The same, as what follows a failure, for which it says so as long as it is open. */
    TaskRow since(Failure before) {
        return status.isOpen() ? as(status, Optional.of(before.message())) : this;
    }

    TaskId id(Execution execution) {
        return new TaskId(execution.id(), run, attempt);
    }

    /**
     * @param seq its place among the rows of the execution, from 1 on
     */
    ObjectNode json(WorkflowDefinition workflow, Execution execution, int seq) {
        int responseTimeout =
                task.definition().map(TaskDefinition::responseTimeoutSeconds).orElse(isWorkers() ? 3_600 : 0);
        ObjectNode json = Json.object().put("taskType", taskType()).put("status", status.name());
        json.set("inputData", input);
        json.put("referenceTaskName", reference())
                .put("retryCount", attempt - 1)
                .put("seq", seq)
                .put("pollCount", Math.max(queued.taken(), startedAt.isPresent() && isWorkers() ? 1 : 0))
                .put("taskDefName", isFork() ? "FORK" : task.name())
                .put("scheduledTime", scheduledAt.toEpochMilli())
                .put("startTime", startedAt.map(Instant::toEpochMilli).orElse(0L))
                .put("endTime", endedAt.map(Instant::toEpochMilli).orElse(0L))
                .put("updateTime", updatedAt.toEpochMilli())
                .put("startDelayInSeconds", startDelay())
                .put("retried", retried)
                .put("executed", !status.isOpen())
                .put("callbackFromWorker", true)
                .put("responseTimeoutSeconds", responseTimeout)
                .put("workflowInstanceId", execution.id().value())
                .put("workflowType", workflow.name())
                .put("taskId", id(execution).text())
                .put("callbackAfterSeconds", callbackAfterSeconds)
                .put("workflowPriority", execution.tags().priority().orElse(0))
                .put("iteration", iteration())
                .put("rateLimitPerFrequency", limit("rateLimitPerFrequency"))
                .put("rateLimitFrequencyInSeconds", limit("rateLimitFrequencyInSeconds"))
                .put("subworkflowChanged", false)
                .put("loopOverTask", iteration() > 0)
                .put("queueWaitTime", queueWait().toMillis());
        json.set("outputData", output);
        json.set("workflowTask", task.json());
        execution.tags().correlationId().ifPresent(id -> json.put("correlationId", id));
        reason.ifPresent(text -> json.put("reasonForIncompletion", text));
        worker.ifPresent(id -> json.put("workerId", id));
        child.ifPresent(id -> json.put("subWorkflowId", id));
        queued.domain().ifPresent(domain -> json.put("domain", domain));
        if (attempt > 1) {
            json.put("retriedTaskId", new TaskId(execution.id(), run, attempt - 1).text());
        }
        task.definition().ifPresent(definition -> json.set("taskDefinition", definition.json()));
        return json;
    }

    /** What the task is called; within a loop, with the number of the round behind it. */
    String reference() {
        return reference(task.reference(), rounds());
    }

    /** What a task is called in these rounds of the loops around it. */
    static String reference(String task, List<Integer> rounds) {
        return task + rounds.stream().map(round -> "__" + (round + 1)).collect(Collectors.joining());
    }

    /** The rounds of the loops around it, the outermost first. */
    List<Integer> rounds() {
        List<Integer> path = run.iteration().path();
        return path.subList(1, path.size() - (task.isBranch() ? 1 : 0));
    }

    /** The number of the round that it is in, from 1 on; 0 outside all loops. */
    private int iteration() {
        return rounds().isEmpty() ? 0 : rounds().getLast() + 1;
    }

    /** Whether it waits for somebody alone, however long that takes. */
    boolean isForGood() {
        return status.isOpen() && callbackAfterSeconds == TaskRows.FOR_GOOD;
    }

    /** Of an attempt that follows another, as long as it waits for its time. */
    private long startDelay() {
        if (attempt == 1) {
            return task.startDelaySeconds().orElse(0);
        }
        return status == TaskStatus.SCHEDULED && queued.taken() == 0 ? callbackAfterSeconds : 0;
    }

    private Duration queueWait() {
        return startedAt
                .map(at -> Duration.between(scheduledAt, at))
                .filter(wait -> !wait.isNegative())
                .orElse(Duration.ZERO);
    }

    private int limit(String field) {
        return task.definition()
                .map(definition -> definition.json().path(field).asInt(0))
                .orElse(0);
    }

    private boolean isFork() {
        return task.is(TaskType.FORK_JOIN) || task.is(TaskType.FORK) || task.is(TaskType.FORK_JOIN_DYNAMIC);
    }

    private boolean isWorkers() {
        boolean toldSo = task.is(TaskType.DYNAMIC) && TaskType.of(task.name()).isEmpty();
        return toldSo || task.is(TaskType.SIMPLE);
    }

    /** A worker's tasks are of the type of their name. */
    private String taskType() {
        return isFork() ? "FORK" : isWorkers() || task.is(TaskType.DYNAMIC) ? task.name() : task.typeName();
    }
}
