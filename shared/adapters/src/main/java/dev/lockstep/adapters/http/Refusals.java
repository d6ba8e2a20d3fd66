package dev.lockstep.adapters.http;

import dev.lockstep.engine.usecases.Refusal;

/** How the routes of state machines answer what others answer otherwise. */
public final class Refusals {
    private Refusals() {}

    /** An endpoint that answers input that does not match with 422. */
    public static Endpoint unprocessable(Endpoint endpoint) {
        return (caller, request) -> {
            try {
                return endpoint.answer(caller, request);
            } catch (Refusal e) {
                throw e.kind() == Refusal.Kind.UNFIT_INPUT
                        ? Refusal.unprocessable(String.valueOf(e.getMessage()), e.faults())
                        : e;
            }
        };
    }
}
