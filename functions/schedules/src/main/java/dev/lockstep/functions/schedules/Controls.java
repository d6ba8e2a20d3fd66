package dev.lockstep.functions.schedules;

import dev.lockstep.adapters.http.BodyTimes;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.ScheduleId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ControlSchedule;
import java.time.Instant;
import java.util.Optional;

/** The calls that pause and resume schedules, and have them make up for what is over. */
final class Controls {
    private final ControlSchedule control;

    Controls(ControlSchedule control) {
        this.control = control;
    }

    HttpResponse pause(Caller caller, HttpRequest request) {
        ScheduleId id = PathIds.schedule(request);
        Optional<String> reason = request.fields((body, faults) -> body.text("reason", 1_000));
        return HttpResponse.ok(ScheduleView.of(control.pause(caller, id, reason)));
    }

    HttpResponse resume(Caller caller, HttpRequest request) {
        ScheduleId id = PathIds.schedule(request);
        request.fields((body, faults) -> body);
        return HttpResponse.ok(ScheduleView.of(control.resume(caller, id)));
    }

    HttpResponse backfill(Caller caller, HttpRequest request) {
        ScheduleId id = PathIds.schedule(request);
        ControlSchedule.Span span = request.fields((body, faults) -> {
            body.require("from");
            body.require("to");
            Optional<Instant> from = BodyTimes.read(body, "from", faults);
            Optional<Instant> to = BodyTimes.read(body, "to", faults);
            Optional<Overlap> overlap = ScheduleBody.overlap(body, faults);
            return new ControlSchedule.Span(from.orElse(Instant.EPOCH), to.orElse(Instant.EPOCH), overlap);
        });
        ControlSchedule.Accepted accepted = control.backfill(caller, id, span, IdempotencyKeys.of(request));
        return HttpResponse.accepted(
                Json.object().put("backfill_id", accepted.id()).put("due_times", accepted.dueTimes()));
    }
}
