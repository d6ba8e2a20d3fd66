package dev.lockstep.functions.schedules;

import dev.lockstep.adapters.http.AnswerRoom;
import dev.lockstep.adapters.http.ConductorQueries;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.dialects.conductor.Validation;
import dev.lockstep.dialects.conductor.schedule.DueExecutions;
import dev.lockstep.dialects.conductor.schedule.WorkflowSchedules;
import dev.lockstep.dialects.conductor.schedule.WorkflowSchedules.Shown;
import dev.lockstep.dialects.conductor.search.Found;
import dev.lockstep.dialects.conductor.search.SearchRequest;
import dev.lockstep.dialects.conductor.search.SearchSchedules;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Caller;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes and reads schedules for Conductor's SDKs. */
final class ConductorSchedules {
    /** What a function can answer, each request of it being JSON of any size. */
    private static final long MOST_BYTES = 4L * 1024 * 1024;

    private final WorkflowSchedules schedules;

    ConductorSchedules(WorkflowSchedules schedules) {
        this.schedules = schedules;
    }

    HttpResponse save(Caller caller, HttpRequest request) {
        return HttpResponse.ok(schedules.save(caller, request.json()).json());
    }

    HttpResponse read(Caller caller, HttpRequest request) {
        return HttpResponse.ok(
                schedules.read(caller, request.pathParameter("name")).json());
    }

    HttpResponse delete(Caller caller, HttpRequest request) {
        schedules.delete(caller, request.pathParameter("name"));
        return HttpResponse.noContent();
    }

    HttpResponse list(Caller caller, HttpRequest request) {
        String workflow = ConductorQueries.text(request, "workflowName");
        Stream<ObjectNode> found = schedules.all(caller).stream()
                .filter(schedule ->
                        workflow.isBlank() || schedule.workflowName().equals(workflow))
                .map(Shown::json)
                .sorted(Comparator.comparing(json -> json.path("name").asString("")));
        return HttpResponse.ok(new AnswerRoom(MOST_BYTES).fitting(found));
    }

    HttpResponse search(Caller caller, HttpRequest request) {
        String workflow = ConductorQueries.text(request, "workflowName");
        String name = ConductorQueries.text(request, "scheduleName");
        String paused = ConductorQueries.text(request, "paused");
        List<ObjectNode> all = schedules.all(caller).stream()
                .filter(schedule ->
                        workflow.isBlank() || schedule.workflowName().equals(workflow))
                .filter(schedule -> name.isBlank()
                        || schedule.json().path("name").asString("").equals(name))
                .filter(schedule ->
                        paused.isBlank() || schedule.schedule().isPaused() == paused.equalsIgnoreCase("true"))
                .map(Shown::json)
                .toList();
        return answer(SearchSchedules.schedules(all, asked(request)));
    }

    HttpResponse searchExecutions(Caller caller, HttpRequest request) {
        List<ObjectNode> all = schedules.all(caller).stream()
                .flatMap(schedule -> DueExecutions.of(schedule).stream())
                .toList();
        return answer(SearchSchedules.executions(all, asked(request)));
    }

    HttpResponse next(Caller caller, HttpRequest request) {
        ArrayNode times = Json.array();
        schedules
                .next(
                        ConductorQueries.text(request, "cronExpression"),
                        time(request, "scheduleStartTime"),
                        time(request, "scheduleEndTime"),
                        number(request, "limit", 5))
                .forEach(times::add);
        return HttpResponse.ok(times);
    }

    private static HttpResponse answer(Found<ObjectNode> found) {
        ObjectNode body = Json.object().put("totalHits", found.total());
        body.set("results", new AnswerRoom(MOST_BYTES).fitting(found.page().stream()));
        return HttpResponse.ok(body);
    }

    private static SearchRequest asked(HttpRequest request) {
        return new SearchRequest(
                number(request, "start", 0),
                number(request, "size", SearchRequest.MOST_AT_ONCE),
                ConductorQueries.text(request, "sort"),
                ConductorQueries.text(request, "freeText"),
                ConductorQueries.text(request, "query"));
    }

    private static int number(HttpRequest request, String parameter, int usual) {
        String text = ConductorQueries.text(request, parameter);
        return text.isEmpty() ? usual : Validation.number(parameter, text, 6);
    }

    private static Optional<Instant> time(HttpRequest request, String parameter) {
        String text = ConductorQueries.text(request, parameter);
        if (!text.matches("[0-9]{0,15}")) {
            throw Validation.refusal(parameter, "must be a time in milliseconds");
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
    }
}
