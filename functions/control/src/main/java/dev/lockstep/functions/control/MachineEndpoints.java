package dev.lockstep.functions.control;

import dev.lockstep.adapters.http.Endpoint;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.machine.MachineView;
import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.LinkTokens;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.TakeTransition;
import dev.lockstep.engine.usecases.TransitionLinks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Takes the moves on executions of state machines, and makes links for them. */
final class MachineEndpoints {
    /** A comment that stands in a link must leave room in it. */
    private static final int LONGEST_COMMENT_OF_LINK = 200;

    private final ReadExecution read;
    private final TakeTransition transitions;
    private final TransitionLinks links;
    private final Idempotency idempotency;
    private final InstantSource clock;

    MachineEndpoints(
            ReadExecution read,
            TakeTransition transitions,
            TransitionLinks links,
            Idempotency idempotency,
            InstantSource clock) {
        this.read = read;
        this.transitions = transitions;
        this.links = links;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** Ends an execution, of whatever workflow. */
    interface End {
        ReadExecution.Found end(Caller caller, ExecutionId execution, Optional<String> reason);
    }

    HttpResponse transition(Caller caller, HttpRequest request) {
        ExecutionId execution = PathIds.execution(request);
        TakeTransition.Request asked = request.fields(
                (body, faults) -> asked(body, body.object("input").orElse(Json.object()), 1_000));
        return once(caller, request, execution, () -> transitions.take(caller, execution, asked));
    }

    Endpoint ending(End end) {
        return (caller, request) -> {
            ExecutionId execution = PathIds.execution(request);
            Optional<String> reason = request.fields((body, faults) -> body.text("reason", 1_000));
            return once(caller, request, execution, () -> end.end(caller, execution, reason));
        };
    }

    private HttpResponse once(
            Caller caller, HttpRequest request, ExecutionId execution, Supplier<ReadExecution.Found> move) {
        ReadExecution.Found found = idempotency.once(
                caller.workspace(), IdempotencyKeys.of(request), move, () -> read.readBare(caller, execution));
        return HttpResponse.ok(MachineView.execution(caller, found, clock.instant()));
    }

    private static TakeTransition.Request asked(Fields body, JsonNode input, int longestComment) {
        body.require("transitionId");
        return new TakeTransition.Request(
                body.text("transitionId", 128).orElse(""),
                body.text("state", 128),
                input,
                body.text("comment", longestComment));
    }

    private record Wanted(TakeTransition.Request transition, Duration validity) {}

    HttpResponse link(Caller caller, HttpRequest request) {
        ExecutionId execution = PathIds.execution(request);
        Wanted wanted = request.fields((body, faults) -> new Wanted(
                asked(body, Json.object(), LONGEST_COMMENT_OF_LINK), LinkCalls.validity(body, "expiresInSeconds")));
        LinkTokens.Link link = links.create(caller, execution, wanted.transition(), wanted.validity());
        return HttpResponse.created(Json.object()
                .put("url", LinkCalls.url(request, link))
                .put("token", link.token())
                .put("expiresAt", Times.format(link.expiresAt())));
    }
}
