package dev.lockstep.local.gateway;

import dev.lockstep.local.invoke.InvocationFailure;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API: routes a call to its function and turns what the function says, or fails to say, into an answer. */
public final class HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

    private final Routes routes;
    private final Optional<Cors> cors;

    public HttpApi(Routes routes, Optional<Cors> cors) {
        this.routes = routes;
        this.cors = cors;
    }

    HttpAnswer answer(HttpCall call) {
        return cors.flatMap(origins -> origins.preflight(call)).orElseGet(() -> {
            HttpAnswer answer = routed(call);
            return cors.map(origins -> origins.mark(call, answer)).orElse(answer);
        });
    }

    private HttpAnswer routed(HttpCall call) {
        Optional<Routes.Match> match = matched(call);
        if (match.isEmpty()) {
            return HttpAnswer.message(404, "Not Found");
        }
        Routes.Match route = match.get();
        HttpEvent event = new HttpEvent(
                call, route.key(), route.parameters(), UUID.randomUUID().toString(), Instant.now());
        try {
            return HttpAnswer.of(route.function().invoke(event.json()));
        } catch (InvocationFailure e) {
            return e.reason() == InvocationFailure.Reason.TIMED_OUT
                    ? HttpAnswer.message(503, "Service Unavailable")
                    : HttpAnswer.internalServerError();
        }
    }

    private Optional<Routes.Match> matched(HttpCall call) {
        try {
            return routes.match(call.method(), call.rawPath());
        } catch (IllegalArgumentException e) {
            LOG.debug("A path parameter cannot be decoded", e);
            return Optional.empty();
        }
    }
}
