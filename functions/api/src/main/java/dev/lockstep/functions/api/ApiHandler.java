package dev.lockstep.functions.api;

import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.engine.data.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the API says of itself: that it is up, what it offers, and that it does not offer what was called. */
public final class ApiHandler extends HttpFunction {
    /** For Lambda. */
    public ApiHandler() {
        this(OpenApi.load());
    }

    /** For the local runtime; needs nothing of the deployment. */
    public ApiHandler(Deployment deployment) {
        this(OpenApi.load());
    }

    private ApiHandler(OpenApi openApi) {
        super(Routes.open()
                .add("GET /health", request -> HttpResponse.ok(health(openApi)))
                .add("GET /api/health", request -> HttpResponse.ok(health(openApi)))
                .add("GET /api/version", request -> HttpResponse.text(openApi.version()))
                .add("GET /openapi.json", request -> HttpResponse.ok(openApi.document()))
                .add("$default", request -> HttpResponse.unrouted(openApi.methodsOf(request.path()), request)));
    }

    /** The last three are what Conductor's harnesses read. */
    private static JsonNode health(OpenApi openApi) {
        ObjectNode health = Json.object()
                .put("status", "ok")
                .put("version", openApi.version())
                .put("healthy", true);
        health.putArray("healthResults");
        health.putArray("suppressedHealthResults");
        return health;
    }
}
