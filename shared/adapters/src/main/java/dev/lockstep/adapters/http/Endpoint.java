package dev.lockstep.adapters.http;

import dev.lockstep.engine.usecases.Caller;

/** Answers the calls of one route: reads the call, asks one use case, and writes the answer. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers a call whose caller has the route's permission.
     *
     * @throws dev.lockstep.engine.usecases.Refusal where the answer is no
     */
    HttpResponse answer(Caller caller, HttpRequest request);

    /** An endpoint that anyone may call. */
    @FunctionalInterface
    interface Open {
        HttpResponse answer(HttpRequest request);
    }
}
