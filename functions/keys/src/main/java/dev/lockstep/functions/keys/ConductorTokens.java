package dev.lockstep.functions.keys;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.dialects.conductor.Validation;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Authenticate;
import dev.lockstep.engine.usecases.Caller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives Conductor's SDKs the token that they send instead of a key, and tells whose it is. */
final class ConductorTokens {
    private static final int LONGEST_SECRET = 1_024;

    private final Authenticate authenticate;

    ConductorTokens(Authenticate authenticate) {
        this.authenticate = authenticate;
    }

    /** By the secret alone: it tells the key, and so a keyId may say anything. */
    HttpResponse issue(HttpRequest request) {
        JsonNode given = request.json().path("keySecret");
        String secret = given.isString() ? given.stringValue() : "";
        if (secret.isBlank() || secret.length() > LONGEST_SECRET) {
            throw Validation.refusal("keySecret", "must be the secret of an API key");
        }
        return HttpResponse.ok(Json.object().put("token", authenticate.token(secret)));
    }

    static HttpResponse userInfo(Caller caller, HttpRequest request) {
        ObjectNode user = Json.object().put("id", caller.keyId()).put("name", caller.keyId());
        ArrayNode roles = user.putArray("roles");
        caller.roles().forEach(role -> roles.addObject().put("name", role));
        user.putArray("groups");
        return HttpResponse.ok(user.put("applicationUser", true));
    }
}
