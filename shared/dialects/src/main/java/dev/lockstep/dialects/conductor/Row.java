package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState.HandedBack;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.execution.StageRunState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What all rows of one run have in common. */
record Row(WorkflowTask task, StageRunKey run, JsonNode input) {
    TaskRow open(int attempt, Instant since, boolean taken) {
        return new TaskRow(
                task,
                run,
                attempt,
                taken ? TaskStatus.IN_PROGRESS : TaskStatus.SCHEDULED,
                false,
                since,
                taken ? Optional.of(since) : Optional.empty(),
                Optional.empty(),
                since,
                input,
                Json.object(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Queued.PLAIN);
    }

    TaskRow takenBy(TaskRow row, String holder) {
        int end = holder.lastIndexOf('#');
        Optional<String> worker = Optional.of(end < 0 ? holder : holder.substring(0, end));
        return row.with(row.output(), worker, row.child(), row.callbackAfterSeconds());
    }

    TaskRow startedChild(TaskRow row, String child) {
        ObjectNode output = Json.object().put("subWorkflowId", child);
        return row.with(output, row.worker(), Optional.of(child), row.callbackAfterSeconds());
    }

    /** What a workflow that did the work gave, with its id, as {@code SubWorkflow} of Conductor's has it. */
    private JsonNode withChild(String child, JsonNode output) {
        return task.is(TaskType.START_WORKFLOW) || !(output instanceof ObjectNode given)
                ? output
                : Json.object().put("subWorkflowId", child).setAll(given);
    }

    /** With what came of it so far, and how long it is left alone. */
    TaskRow handedBack(TaskRow row, HandedBack back) {
        Duration left = Duration.between(row.scheduledAt(), back.until());
        JsonNode output = back.output().isMissingNode() ? Json.object() : back.output();
        return row.with(output, row.worker(), row.child(), Math.max(0, left.toSeconds()));
    }

    TaskRow waiting(TaskRow row, long seconds) {
        return row.with(row.output(), row.worker(), row.child(), seconds);
    }

    /** Over without having done anything. */
    TaskRow canceled(int attempt, Instant since, Instant at) {
        return over(attempt, TaskStatus.CANCELED, since, at, Json.object(), Optional.empty(), new Note.None());
    }

    TaskRow over(
            int attempt,
            TaskStatus status,
            Instant startedAt,
            Instant at,
            JsonNode output,
            Optional<String> reason,
            Note note) {
        Optional<String> worker =
                note instanceof Note.By by ? Optional.of(by.actor().key()) : Optional.empty();
        Optional<String> child = note instanceof Note.Started started
                ? Optional.of(started.execution().value())
                : Optional.empty();
        TaskRow row = new TaskRow(
                task,
                run,
                attempt,
                status,
                false,
                startedAt,
                Optional.of(startedAt),
                Optional.of(at),
                at,
                input,
                child.map(id -> withChild(id, output)).orElse(output),
                reason,
                Optional.empty(),
                child,
                0,
                Queued.PLAIN);
        return worker.map(by -> takenBy(row, by)).orElse(row);
    }
}
