package dev.lockstep.functions.control;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.pipeline.BulkView;
import dev.lockstep.engine.bulk.BulkSpec;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ControlBulk;

/** Takes the calls that begin and end bulks; the watchdog does the work. */
final class BulkEndpoints {
    private final ControlBulk bulks;

    BulkEndpoints(ControlBulk bulks) {
        this.bulks = bulks;
    }

    HttpResponse start(Caller caller, HttpRequest request) {
        BulkSpec spec = BulkBody.read(request);
        String id = bulks.start(caller, spec, IdempotencyKeys.of(request));
        return HttpResponse.accepted(Json.object().put("bulk_id", id));
    }

    /** Once or more often is the same, so that an idempotency key adds nothing. */
    HttpResponse cancel(Caller caller, HttpRequest request) {
        String id = PathIds.bulk(request);
        request.fields((body, faults) -> body);
        return HttpResponse.ok(BulkView.of(bulks.cancel(caller, id)));
    }
}
