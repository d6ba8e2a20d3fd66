package dev.lockstep.functions.status;

import dev.lockstep.adapters.http.AnswerRoom;
import dev.lockstep.adapters.http.ConductorQueries;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.dialects.conductor.search.Found;
import dev.lockstep.dialects.conductor.search.SearchRequest;
import dev.lockstep.dialects.conductor.search.SearchTasks;
import dev.lockstep.dialects.conductor.search.SearchWorkflows;
import dev.lockstep.dialects.conductor.search.TaskSummary;
import dev.lockstep.dialects.conductor.search.WorkflowSummary;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Caller;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Searches for workflows and tasks for Conductor's SDKs. */
final class ConductorSearches {
    private static final String BOUND = "x-lockstep-search-bound";

    private final SearchWorkflows workflows;
    private final SearchTasks tasks;

    ConductorSearches(SearchWorkflows workflows, SearchTasks tasks) {
        this.workflows = workflows;
        this.tasks = tasks;
    }

    HttpResponse workflows(Caller caller, HttpRequest request) {
        AnswerRoom room = new AnswerRoom();
        return answer(
                workflows.search(caller, asked(request)),
                view -> room.withoutDataIfNeeded(WorkflowSummary.of(view)),
                SearchWorkflows.MOST_LOOKED_AT);
    }

    HttpResponse wholeWorkflows(Caller caller, HttpRequest request) {
        AnswerRoom room = new AnswerRoom();
        return answer(
                workflows.search(caller, asked(request)),
                view -> room.needs(view.workflow(true)),
                SearchWorkflows.MOST_LOOKED_AT);
    }

    HttpResponse byTasks(Caller caller, HttpRequest request) {
        AnswerRoom room = new AnswerRoom();
        return answer(
                tasks.workflows(caller, asked(request)),
                view -> room.withoutDataIfNeeded(WorkflowSummary.of(view)),
                SearchTasks.MOST_LOOKED_AT);
    }

    HttpResponse wholeByTasks(Caller caller, HttpRequest request) {
        AnswerRoom room = new AnswerRoom();
        return answer(
                tasks.workflows(caller, asked(request)),
                view -> room.needs(view.workflow(true)),
                SearchTasks.MOST_LOOKED_AT);
    }

    HttpResponse tasks(Caller caller, HttpRequest request) {
        AnswerRoom room = new AnswerRoom();
        return answer(
                tasks.tasks(caller, asked(request)),
                task -> room.withoutDataIfNeeded(TaskSummary.of(task)),
                SearchTasks.MOST_LOOKED_AT);
    }

    HttpResponse wholeTasks(Caller caller, HttpRequest request) {
        AnswerRoom room = new AnswerRoom();
        return answer(tasks.tasks(caller, asked(request)), room::needs, SearchTasks.MOST_LOOKED_AT);
    }

    private static SearchRequest asked(HttpRequest request) {
        return new SearchRequest(
                ConductorQueries.number(request, "start", 0),
                ConductorQueries.number(request, "size", SearchRequest.MOST_AT_ONCE),
                ConductorQueries.text(request, "sort"),
                ConductorQueries.text(request, "freeText"),
                ConductorQueries.text(request, "query"),
                ConductorQueries.flag(request, "topLevelOnly", false),
                ConductorQueries.list(request, "classifier"));
    }

    /** Tasks of a type that are not over, as they are in their workflows. */
    HttpResponse pendingTasks(Caller caller, HttpRequest request) {
        AnswerRoom room = new AnswerRoom();
        ArrayNode pending = Json.array();
        tasks.pending(
                        caller,
                        request.pathParameter("taskType"),
                        ConductorQueries.number(request, "start", 0),
                        ConductorQueries.number(request, "count", SearchRequest.MOST_AT_ONCE))
                .forEach(task -> pending.add(room.needs(task)));
        return HttpResponse.ok(pending);
    }

    /** Where there may be more than was looked at, a header says so: the body has no place for it. */
    private static <T> HttpResponse answer(Found<T> found, Function<T, ObjectNode> shown, int lookedAt) {
        ObjectNode body = Json.object().put("totalHits", found.total());
        ArrayNode results = body.putArray("results");
        found.page().forEach(one -> results.add(shown.apply(one)));
        HttpResponse answer = HttpResponse.ok(body);
        return found.all() ? answer : answer.with(BOUND, "the newest " + lookedAt + " workflows were looked at");
    }
}
