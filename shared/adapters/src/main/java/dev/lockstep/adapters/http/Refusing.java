package dev.lockstep.adapters.http;

import dev.lockstep.engine.usecases.Refusal;
import java.util.List;

/** How the answer is no. */
interface Refusing {
    Refusing PROBLEMS = new Refusing() {
        @Override
        public HttpResponse answer(Refusal refusal, HttpRequest request) {
            return Problem.of(refusal, request.path());
        }

        @Override
        public HttpResponse answer(BadRequest bad, HttpRequest request) {
            return Problem.of(bad, request.path());
        }

        @Override
        public HttpResponse broken(int status, HttpRequest request) {
            return status == 503
                    ? Problem.of(503, "unavailable", "try again in a moment", request.path(), List.of())
                    : Problem.of(status, "internal", "the call could not be answered", request.path(), List.of());
        }
    };

    Refusing CONDUCTORS = new ConductorErrors();

    HttpResponse answer(Refusal refusal, HttpRequest request);

    HttpResponse answer(BadRequest bad, HttpRequest request);

    /** Nothing of what broke is told. */
    HttpResponse broken(int status, HttpRequest request);
}
