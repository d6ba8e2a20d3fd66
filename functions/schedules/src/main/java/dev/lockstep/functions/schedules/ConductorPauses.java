package dev.lockstep.functions.schedules;

import dev.lockstep.adapters.http.ConductorQueries;
import dev.lockstep.adapters.http.Endpoint;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.dialects.conductor.Validation;
import dev.lockstep.dialects.conductor.schedule.WorkflowSchedules;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pauses and resumes schedules for Conductor's SDKs. */
final class ConductorPauses {
    private static final int MOST_NAMES = 100;

    /** By which those are known that were paused together: those that were paused by themselves stay so. */
    private static final String TOGETHER = "all schedules were paused";

    private final WorkflowSchedules schedules;

    ConductorPauses(WorkflowSchedules schedules) {
        this.schedules = schedules;
    }

    HttpResponse pause(Caller caller, HttpRequest request) {
        schedules.pause(caller, request.pathParameter("name"), ConductorQueries.reason(request));
        return HttpResponse.done();
    }

    HttpResponse resume(Caller caller, HttpRequest request) {
        schedules.resume(caller, request.pathParameter("name"));
        return HttpResponse.done();
    }

    HttpResponse pauseAll(Caller caller, HttpRequest request) {
        schedules.all(caller).stream()
                .filter(shown -> !shown.schedule().isPaused())
                .forEach(shown ->
                        schedules.pause(caller, shown.json().path("name").asString(""), Optional.of(TOGETHER)));
        return HttpResponse.ok(Json.object());
    }

    HttpResponse resumeAll(Caller caller, HttpRequest request) {
        schedules.all(caller).stream()
                .filter(shown -> shown.json().path("pausedReason").asString("").equals(TOGETHER))
                .forEach(shown ->
                        schedules.resume(caller, shown.json().path("name").asString("")));
        return HttpResponse.ok(Json.object());
    }

    /** What is due is started by the watchdog, whatever broke off: there is nothing that could be put back into a queue. */
    HttpResponse requeue(Caller caller, HttpRequest request) {
        ObjectNode body = Json.object().put("recordIds.size", 0);
        body.putArray("sampleIds");
        return HttpResponse.ok(body);
    }

    Endpoint pauseMany() {
        return each((caller, name) -> schedules.pause(caller, name, Optional.empty()));
    }

    Endpoint resumeMany() {
        return each(schedules::resume);
    }

    private interface Move {
        void make(Caller caller, String name);
    }

    private static Endpoint each(Move move) {
        return (caller, request) -> {
            ObjectNode body = Json.object();
            ObjectNode failed = body.putObject("bulkErrorResults");
            ArrayNode made = body.putArray("bulkSuccessfulResults");
            for (String name : names(request)) {
                try {
                    move.make(caller, name);
                    made.add(name);
                } catch (Refusal refusal) {
                    failed.put(name, String.valueOf(refusal.getMessage()));
                }
            }
            return HttpResponse.ok(body);
        };
    }

    private static List<String> names(HttpRequest request) {
        return request
                .texts(1, MOST_NAMES)
                .orElseThrow(() -> Validation.refusal("", "must be a list of 1 to " + MOST_NAMES + " names"))
                .stream()
                .distinct()
                .toList();
    }
}
