package dev.lockstep.functions.status;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.live.AwaitUpdate;
import dev.lockstep.engine.live.LiveUpdates;
import dev.lockstep.engine.usecases.Caller;

/**
 * Tells how a run goes as server-sent events. A function cannot hold an answer open, so each answer ends with its first event, or
 * after some time without any; an {@code EventSource} connects again by itself, and says what it has seen last.
 */
final class RunEvents {
    /** Has clients connect again at once: the wait is here. */
    private static final String RETRY = "retry: 200\n\n";

    private final AwaitUpdate await;
    private final LiveUpdates updates;

    RunEvents(AwaitUpdate await, LiveUpdates updates) {
        this.await = await;
        this.updates = updates;
    }

    HttpResponse next(Caller caller, HttpRequest request) {
        long seen = request.header("last-event-id")
                .filter(id -> id.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
        return switch (await.after(caller, PathIds.run(request), seen)) {
            case AwaitUpdate.Result.Changed changed ->
                HttpResponse.eventStream("id: " + changed.recorded().revision() + "\nevent: update\ndata: "
                        + Json.write(updates.status(changed.recorded())) + "\n" + RETRY);
            case AwaitUpdate.Result.Same same -> HttpResponse.eventStream(RETRY);
            // What has no content, an EventSource does not ask for again.
            case AwaitUpdate.Result.Over over -> HttpResponse.noContent();
        };
    }
}
