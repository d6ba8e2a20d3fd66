package dev.lockstep.functions.workers;

import dev.lockstep.adapters.http.ConductorQueries;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.conductor.LogTask;
import dev.lockstep.dialects.conductor.Names;
import dev.lockstep.dialects.conductor.PolledTask;
import dev.lockstep.dialects.conductor.TaskId;
import dev.lockstep.dialects.conductor.UpdateTask;
import dev.lockstep.dialects.conductor.WorkflowView;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Domains;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.PollTasks;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives tasks to Conductor's workers, and takes what they tell of them. */
final class ConductorTasks {
    /** What one receive brings at most: a poll costs no more than one. */
    private static final int MOST_TASKS = 10;

    private static final int LONGEST_POLL_MILLIS = 5_000;
    private static final int LONGEST_WORKER = 128;
    private static final int DIGITS = 8;

    private final PollTasks poll;
    private final UpdateTask update;
    private final Plans plans;
    private final PollNotes notes;
    private final LogTask logs;
    private final ReadExecution read;

    ConductorTasks(PollTasks poll, UpdateTask update, Plans plans, PollNotes notes, LogTask logs, ReadExecution read) {
        this.poll = poll;
        this.update = update;
        this.plans = plans;
        this.notes = notes;
        this.logs = logs;
        this.read = read;
    }

    HttpResponse pollBatch(Caller caller, HttpRequest request) {
        int timeout = ConductorQueries.number(request, "timeout", 100, DIGITS);
        if (timeout > LONGEST_POLL_MILLIS) {
            throw Refusal.invalid("Long Poll Timeout value cannot be more than 5 seconds", List.of());
        }
        int count = Math.clamp(ConductorQueries.number(request, "count", 1, DIGITS), 1, MOST_TASKS);
        note(caller, request);
        ArrayNode tasks = Json.array();
        take(caller, asked(request, count, timeout)).forEach(tasks::add);
        return HttpResponse.ok(tasks);
    }

    HttpResponse poll(Caller caller, HttpRequest request) {
        note(caller, request);
        return take(caller, asked(request, 1, 0)).stream()
                .findFirst()
                .map(HttpResponse::ok)
                .orElseGet(HttpResponse::noContent);
    }

    private void note(Caller caller, HttpRequest request) {
        notes.note(caller, request.pathParameter("taskType"), domain(request), worker(request));
    }

    private static Optional<String> domain(HttpRequest request) {
        return ConductorQueries.given(request, "domain").filter(name -> name.length() <= Domains.LONGEST_NAME);
    }

    private static PollTasks.Request asked(HttpRequest request, int count, int millis) {
        return new PollTasks.Request(
                Names.taskType(request.pathParameter("taskType")),
                count,
                Duration.ofMillis(millis),
                worker(request),
                domain(request));
    }

    private List<ObjectNode> take(Caller caller, PollTasks.Request asked) {
        return poll.poll(caller, asked).stream()
                .map(task -> PolledTask.of(plans.get(task.step().workflow()), task))
                .toList();
    }

    private static Optional<String> worker(HttpRequest request) {
        return ConductorQueries.given(request, "workerid").filter(id -> id.length() <= LONGEST_WORKER);
    }

    HttpResponse update(Caller caller, HttpRequest request) {
        JsonNode result = request.json();
        logs.addAll(caller, result);
        return HttpResponse.text(update.update(caller, result).id().text());
    }

    /** Answers with the next task of the type, if there is one. */
    HttpResponse updateAndTake(Caller caller, HttpRequest request) {
        JsonNode result = request.json();
        logs.addAll(caller, result);
        UpdateTask.Updated updated = update.update(caller, result);
        Optional<String> worker = Optional.of(result.path("workerId").asString(""))
                .filter(id -> !id.isBlank() && id.length() <= LONGEST_WORKER);
        return updated.type().filter(type -> updated.isOver()).stream()
                .flatMap(type ->
                        take(caller, new PollTasks.Request(type, 1, Duration.ZERO, worker, updated.domain())).stream())
                .findFirst()
                .map(HttpResponse::ok)
                .orElseGet(HttpResponse::noContent);
    }

    /** Of a task that is called by the name that its definition has for it; the body is its output. */
    HttpResponse updateByReference(Caller caller, HttpRequest request) {
        return HttpResponse.text(updateOpen(caller, request).id().text());
    }

    /** The same, and answers with the workflow as it then stands. */
    HttpResponse updateAndRead(Caller caller, HttpRequest request) {
        TaskId told = updateOpen(caller, request).id();
        return HttpResponse.ok(new WorkflowView(read.read(caller, told.execution())).workflow(true));
    }

    /** The same, of a task that waits for somebody; the calls that Conductor's queue of events takes answer with nothing. */
    HttpResponse completeByReference(Caller caller, HttpRequest request) {
        updateOpen(caller, request);
        return HttpResponse.done();
    }

    private UpdateTask.Updated updateOpen(Caller caller, HttpRequest request) {
        TaskId open = update.open(caller, PathIds.conductor(request), request.pathParameter("taskRefName"));
        return update.update(caller, result(open, request));
    }

    HttpResponse completeById(Caller caller, HttpRequest request) {
        TaskId id = TaskId.parse(request.pathParameter("taskId"));
        if (!id.execution().equals(PathIds.conductor(request))) {
            throw Refusal.noSuchTask(
                    "No such task found by id: " + id.text() + " in workflow " + request.pathParameter("workflowId"));
        }
        update.update(caller, result(id, request));
        return HttpResponse.done();
    }

    private static ObjectNode result(TaskId id, HttpRequest request) {
        JsonNode output = request.jsonOrEmpty();
        ObjectNode result = Json.object().put("taskId", id.text()).put("status", request.pathParameter("status"));
        result.set("outputData", output);
        return result;
    }
}
