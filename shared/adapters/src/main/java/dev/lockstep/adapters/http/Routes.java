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
    private final Map<String, Route> endpoints;
    private final Optional<Authenticate> authenticate;
    private final Refusing refusing;

    private record Route(Endpoint.Open endpoint, Refusing refusing) {}

    private Routes(Map<String, Route> endpoints, Optional<Authenticate> authenticate, Refusing refusing) {
        this.endpoints = endpoints;
        this.authenticate = authenticate;
        this.refusing = refusing;
    }

    /** Routes whose callers show a key. */
    public static Routes of(Authenticate authenticate) {
        return new Routes(new LinkedHashMap<>(), Optional.of(authenticate), Refusing.PROBLEMS);
    }

    /** Routes that anyone may call. */
    public static Routes open() {
        return new Routes(new LinkedHashMap<>(), Optional.empty(), Refusing.PROBLEMS);
    }

    /** The same routes; those that are added to what this returns say no as Conductor does. */
    public Routes asConductor() {
        return new Routes(endpoints, authenticate, Refusing.CONDUCTORS);
    }

    public Routes add(String routeKey, Permission permission, Endpoint endpoint) {
        Authenticate keys = authenticate.orElseThrow();
        return add(routeKey, request -> {
            Caller caller = keys.caller(secret(request));
            caller.needs(permission);
            return endpoint.answer(caller, request);
        });
    }

    /** A route for whoever shows a key, whatever its roles. */
    public Routes add(String routeKey, Endpoint endpoint) {
        Authenticate keys = authenticate.orElseThrow();
        return add(routeKey, request -> endpoint.answer(keys.caller(secret(request)), request));
    }

    public Routes add(String routeKey, Endpoint.Open endpoint) {
        endpoints.put(routeKey, new Route(endpoint, refusing));
        return this;
    }

    /** The route keys, for the test that holds them against the template. */
    public Set<String> keys() {
        return endpoints.keySet();
    }

    HttpResponse answer(HttpRequest request) {
        Route route = endpoints.get(request.routeKey());
        if (route == null) {
            throw new IllegalStateException("this function has no route " + request.routeKey());
        }
        try {
            return route.endpoint().answer(request);
        } catch (Refusal e) {
            return route.refusing().answer(e, request);
        } catch (BadRequest e) {
            return route.refusing().answer(e, request);
        }
    }

    /** How a call is answered that broke off for no fault of its own. */
    HttpResponse broken(HttpRequest request, int status) {
        Route route = endpoints.get(request.routeKey());
        return (route == null ? Refusing.PROBLEMS : route.refusing()).broken(status, request);
    }

    /** A token comes as Conductor's SDKs send it, too. */
    private static Optional<String> secret(HttpRequest request) {
        return request.header("x-api-key")
                .or(() -> request.header("x-authorization"))
                .or(() -> request.header("authorization")
                        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                        .map(value -> value.substring(7).strip()));
    }
}
