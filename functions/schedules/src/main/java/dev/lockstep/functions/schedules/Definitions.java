package dev.lockstep.functions.schedules;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.Pages;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.schedule.ScheduleId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.IdempotencyKey;
import dev.lockstep.engine.usecases.Schedules;
import java.time.InstantSource;
import java.util.Optional;

/** The calls that make, read, replace and delete schedules. */
final class Definitions {
    private final Schedules schedules;
    private final InstantSource clock;

    Definitions(Schedules schedules, InstantSource clock) {
        this.schedules = schedules;
        this.clock = clock;
    }

    HttpResponse create(Caller caller, HttpRequest request) {
        Optional<IdempotencyKey> key = IdempotencyKeys.of(request);
        ScheduleId id =
                schedules.earlier(caller, key).orElseGet(() -> schedules.create(caller, body(caller, request), key));
        return HttpResponse.created(Json.object().put("schedule_id", id.value()));
    }

    HttpResponse list(Caller caller, HttpRequest request) {
        return HttpResponse.ok(
                Pages.written("schedules", schedules.list(caller, Pages.requested(request)), ScheduleView::of));
    }

    HttpResponse read(Caller caller, HttpRequest request) {
        return HttpResponse.ok(ScheduleView.of(schedules.read(caller, PathIds.schedule(request))));
    }

    HttpResponse replace(Caller caller, HttpRequest request) {
        ScheduleId id = PathIds.schedule(request);
        // One that is not there is told of before its body is looked at.
        schedules.read(caller, id);
        return HttpResponse.ok(ScheduleView.of(schedules.replace(caller, id, body(caller, request))));
    }

    HttpResponse delete(Caller caller, HttpRequest request) {
        schedules.delete(caller, PathIds.schedule(request));
        return HttpResponse.noContent();
    }

    private Schedules.Definition body(Caller caller, HttpRequest request) {
        return ScheduleBody.read(
                request,
                clock.instant(),
                (workflow, version, input, faults) -> schedules.check(caller, workflow, version, input, faults));
    }
}
