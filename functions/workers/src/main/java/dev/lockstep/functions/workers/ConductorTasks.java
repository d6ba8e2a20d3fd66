package dev.lockstep.functions.workers;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.conductor.LogTask;
import dev.lockstep.dialects.conductor.Names;
import dev.lockstep.dialects.conductor.PolledTask;
import dev.lockstep.dialects.conductor.TaskId;
import dev.lockstep.dialects.conductor.UpdateTask;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.PollTasks;
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

    private final PollTasks poll;
    private final UpdateTask update;
    private final Plans plans;
    private final PollNotes notes;
    private final LogTask logs;

    ConductorTasks(PollTasks poll, UpdateTask update, Plans plans, PollNotes notes, LogTask logs) {
        this.poll = poll;
        this.update = update;
        this.plans = plans;
        this.notes = notes;
        this.logs = logs;
    }

    HttpResponse pollBatch(Caller caller, HttpRequest request) {
        int timeout = number(request, "timeout", 100);
        if (timeout > LONGEST_POLL_MILLIS) {
            throw Refusal.invalid("Long Poll Timeout value cannot be more than 5 seconds", List.of());
        }
        int count = Math.clamp(number(request, "count", 1), 1, MOST_TASKS);
        note(caller, request);
        ArrayNode tasks = Json.array();
        take(caller, Names.taskType(request.pathParameter("taskType")), count, timeout, worker(request))
                .forEach(tasks::add);
        return HttpResponse.ok(tasks);
    }

    HttpResponse poll(Caller caller, HttpRequest request) {
        note(caller, request);
        return take(caller, Names.taskType(request.pathParameter("taskType")), 1, 0, worker(request)).stream()
                .findFirst()
                .map(HttpResponse::ok)
                .orElseGet(HttpResponse::noContent);
    }

    private void note(Caller caller, HttpRequest request) {
        Optional<String> domain = Optional.ofNullable(request.query().get("domain"))
                .filter(name -> !name.isBlank() && name.length() <= LONGEST_WORKER);
        notes.note(caller, request.pathParameter("taskType"), domain, worker(request));
    }

    private List<ObjectNode> take(Caller caller, String type, int count, int millis, Optional<String> worker) {
        return poll.poll(caller, new PollTasks.Request(type, count, Duration.ofMillis(millis), worker)).stream()
                .map(task -> PolledTask.of(plans.get(task.step().workflow()), task))
                .toList();
    }

    private static Optional<String> worker(HttpRequest request) {
        return Optional.ofNullable(request.query().get("workerid"))
                .filter(id -> !id.isBlank() && id.length() <= LONGEST_WORKER);
    }

    private static int number(HttpRequest request, String parameter, int otherwise) {
        String text = request.query().getOrDefault(parameter, "");
        if (text.isBlank()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,8}")) {
            throw Refusal.invalid(
                    "the call is not valid",
                    List.of(new Fault(parameter, "must be a whole number of at most 8 digits")));
        }
        return Integer.parseInt(text);
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
                .flatMap(type -> take(caller, type, 1, 0, worker).stream())
                .findFirst()
                .map(HttpResponse::ok)
                .orElseGet(HttpResponse::noContent);
    }

    /** Of a task that is called by the name that its definition has for it; the body is its output. */
    HttpResponse updateByReference(Caller caller, HttpRequest request) {
        return HttpResponse.text(updateOpen(caller, request).id().text());
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
        JsonNode output = request.body().isBlank() ? Json.object() : request.json();
        ObjectNode result = Json.object().put("taskId", id.text()).put("status", request.pathParameter("status"));
        result.set("outputData", output);
        return result;
    }
}
