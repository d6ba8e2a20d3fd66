package dev.lockstep.adapters.http;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says no as Conductor's SDKs read it: {@code {"status", "message", "retryable", "validationErrors"?}}. */
final class ConductorErrors implements Refusing {
    @Override
    public HttpResponse answer(Refusal refusal, HttpRequest request) {
        int status = switch (refusal.kind()) {
            case INVALID, UNFIT_INPUT, UNPROCESSABLE -> 400;
            case UNAUTHENTICATED, TOKEN_EXPIRED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND, GONE -> 404;
            case CONFLICT, BUSY -> 409;
            case TOO_LARGE -> 413;
        };
        ObjectNode body = body(status, String.valueOf(refusal.getMessage()), refusal.kind() == Refusal.Kind.BUSY);
        add(body, refusal.faults());
        if (status == 401) {
            // What has the SDKs ask for a new token, once.
            body.put("error", refusal.kind() == Refusal.Kind.TOKEN_EXPIRED ? "EXPIRED_TOKEN" : "INVALID_TOKEN");
        }
        return HttpResponse.json(status, body);
    }

    @Override
    public HttpResponse answer(BadRequest bad, HttpRequest request) {
        ObjectNode body = body(bad.status(), String.valueOf(bad.getMessage()), false);
        add(body, bad.faults());
        return HttpResponse.json(bad.status(), body);
    }

    @Override
    public HttpResponse broken(int status, HttpRequest request) {
        String message = status == 503 ? "try again in a moment" : "the call could not be answered";
        return HttpResponse.json(status, body(status, message, status == 503));
    }

    private static ObjectNode body(int status, String message, boolean retryable) {
        return Json.object().put("status", status).put("message", message).put("retryable", retryable);
    }

    private static void add(ObjectNode body, List<Fault> faults) {
        if (!faults.isEmpty()) {
            ArrayNode errors = body.putArray("validationErrors");
            faults.forEach(fault -> errors.addObject().put("path", fault.path()).put("message", fault.message()));
        }
    }
}
