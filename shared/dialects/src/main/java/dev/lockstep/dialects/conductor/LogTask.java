package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.TaskLogs;
import dev.lockstep.engine.ports.TaskLogs.Attempt;
import dev.lockstep.engine.ports.TaskLogs.Line;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Keeps what workers say of tasks, within bounds, and gives it back. */
public final class LogTask {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_LINES = 1_000;
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private final TaskLogs logs;
    private final StageRunStore runs;
    private final Plans plans;
    private final InstantSource clock;

    public LogTask(TaskLogs logs, StageRunStore runs, Plans plans, InstantSource clock) {
        this.logs = logs;
        this.runs = runs;
        this.plans = plans;
        this.clock = clock;
    }

    /** Adds a line. Of a task that is not there, or of which enough was said, nothing is kept, and that is no fault. */
    public void add(Caller caller, String taskId, String text) {
        if (!text.isEmpty()) {
            attempt(caller, taskId).ifPresent(attempt -> logs.add(attempt, List.of(line(clock.instant(), text))));
        }
    }

    /** Adds the lines of a TaskResult, if it has any. */
    public void addAll(Caller caller, JsonNode result) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode log : result.path("logs")) {
            String text = log.path("log").asString("");
            if (!text.isEmpty() && lines.size() < MOST_LINES) {
                lines.add(line(at(log), text));
            }
        }
        if (!lines.isEmpty()) {
            attempt(caller, result.path("taskId").asString("")).ifPresent(attempt -> logs.add(attempt, lines));
        }
    }

    private static Line line(Instant at, String text) {
        return new Line(at, text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) : text);
    }

    private Instant at(JsonNode log) {
        long millis = log.path("createdTime").asLong(0);
        return millis > 0 && millis <= LAST_MILLIS ? Instant.ofEpochMilli(millis) : clock.instant();
    }

    /** What was said of a task, as TaskExecLogs; nothing of one that is not there. */
    public ArrayNode read(Caller caller, String taskId) {
        ArrayNode read = Json.array();
        attempt(caller, taskId)
                .ifPresent(attempt -> logs.read(attempt)
                        .forEach(line -> read.addObject()
                                .put("log", line.text())
                                .put("taskId", taskId)
                                .put("createdTime", line.at().toEpochMilli())));
        return read;
    }

    /** An attempt that there is, in the caller's workspace. */
    private Optional<Attempt> attempt(Caller caller, String text) {
        TaskId id;
        try {
            id = TaskId.parse(text);
        } catch (Refusal none) {
            return Optional.empty();
        }
        return runs.read(id.execution(), List.of(id.run()))
                .filter(found -> found.execution().workflow().workspace().equals(caller.workspace()))
                .filter(found -> isThere(found, id))
                .map(found -> new Attempt(id.execution(), id.run(), id.attempt()));
    }

    private boolean isThere(Recorded recorded, TaskId id) {
        ReadExecution.Found found =
                new ReadExecution.Found(plans.get(recorded.execution().workflow()), recorded);
        return new TaskRows(WorkflowView.definition(found), found.version().plan(), recorded)
                .row(id.run(), id.attempt())
                .isPresent();
    }
}
