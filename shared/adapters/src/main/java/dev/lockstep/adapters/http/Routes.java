package dev.lockstep.adapters.http;

import dev.lockstep.engine.usecases.Authenticate;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.usecases.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The routes of one function, by route key. The gateway has matched the path already; what is not in here is a route that the
 * template gives to the wrong function.
 */
public final class Routes {
    private final Map<String, Endpoint.Open> endpoints = new LinkedHashMap<>();
    private final Optional<Authenticate> authenticate;

    private Routes(Optional<Authenticate> authenticate) {
        this.authenticate = authenticate;
    }

    /** Routes whose callers show a key. */
    public static Routes of(Authenticate authenticate) {
        return new Routes(Optional.of(authenticate));
    }

    /** Routes that anyone may call. */
    public static Routes open() {
        return new Routes(Optional.empty());
    }

    public Routes add(String routeKey, Permission permission, Endpoint endpoint) {
        Authenticate keys = authenticate.orElseThrow();
        endpoints.put(routeKey, request -> {
            Caller caller = keys.caller(secret(request));
            caller.needs(permission);
            return endpoint.answer(caller, request);
        });
        return this;
    }

    public Routes add(String routeKey, Endpoint.Open endpoint) {
        endpoints.put(routeKey, endpoint);
        return this;
    }

    /** The route keys, for the test that holds them against the template. */
    public Set<String> keys() {
        return endpoints.keySet();
    }

    HttpResponse answer(HttpRequest request) {
        Endpoint.Open endpoint = endpoints.get(request.routeKey());
        if (endpoint == null) {
            throw new IllegalStateException("this function has no route " + request.routeKey());
        }
        try {
            return endpoint.answer(request);
        } catch (Refusal e) {
            return Problem.of(e, request.path());
        } catch (BadRequest e) {
            return Problem.of(e, request.path());
        }
    }

    private static Optional<String> secret(HttpRequest request) {
        return request.header("x-api-key")
                .or(() -> request.header("authorization")
                        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                        .map(value -> value.substring(7).strip()));
    }
}
