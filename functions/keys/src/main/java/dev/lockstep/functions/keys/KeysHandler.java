package dev.lockstep.functions.keys;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.Pages;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.live.Tickets;
import dev.lockstep.engine.ports.ApiKeyStore.ApiKey;
import dev.lockstep.engine.usecases.ApiKeys;
import dev.lockstep.engine.usecases.Authenticate;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Permission;
import java.time.InstantSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes, lists and revokes API keys; gives tickets and tokens that stand for one. */
public final class KeysHandler extends HttpFunction {
    /** For Lambda. */
    public KeysHandler() {
        this(Deployment.ofThisProcess());
    }

    public KeysHandler(Deployment deployment) {
        super(routes(new Backend(deployment)));
    }

    private static Routes routes(Backend backend) {
        ApiKeys keys = new ApiKeys(backend.apiKeys(), backend.ids(), backend.clock());
        Authenticate authenticate = backend.authenticate();
        Routes routes = Routes.of(authenticate);
        addConductors(routes.asConductor(), new ConductorTokens(authenticate));
        return routes.add(
                        "POST /api-keys",
                        Permission.ADMINISTER,
                        (caller, request) -> create(keys, backend.clock(), caller, request))
                .add("POST /tickets", Permission.READ, (caller, request) -> ticket(backend.tickets(), caller, request))
                .add("GET /api-keys", Permission.ADMINISTER, (caller, request) -> list(keys, caller, request))
                .add(
                        "DELETE /api-keys/{key_id}",
                        Permission.ADMINISTER,
                        (caller, request) -> revoke(keys, caller, request));
    }

    private static void addConductors(Routes routes, ConductorTokens tokens) {
        routes.add("POST /api/token", tokens::issue).add("GET /api/token/userInfo", ConductorTokens::userInfo);
    }

    private static HttpResponse create(ApiKeys keys, InstantSource clock, Caller caller, HttpRequest request) {
        NewKey wanted = NewKey.read(request, clock.instant());
        ApiKeys.Created created = keys.create(caller, wanted.name(), wanted.roles(), wanted.expiresAt());
        return HttpResponse.created(view(created.key()).put("secret", created.secret()));
    }

    private static HttpResponse ticket(Tickets tickets, Caller caller, HttpRequest request) {
        request.fields((body, faults) -> body);
        Tickets.Issued issued = tickets.issue(caller);
        return HttpResponse.created(
                Json.object().put("ticket", issued.secret()).put("expires_at", Times.format(issued.expiresAt())));
    }

    private static HttpResponse list(ApiKeys keys, Caller caller, HttpRequest request) {
        return HttpResponse.ok(
                Pages.written("api_keys", keys.list(caller, Pages.requested(request)), KeysHandler::view));
    }

    private static HttpResponse revoke(ApiKeys keys, Caller caller, HttpRequest request) {
        keys.revoke(caller, PathIds.key(request));
        return HttpResponse.noContent();
    }

    private static ObjectNode view(ApiKey key) {
        ObjectNode view = Json.object().put("id", key.id()).put("name", key.name());
        ArrayNode roles = view.putArray("roles");
        key.roles().forEach(roles::add);
        view.put("created_at", Times.format(key.createdAt()));
        key.expiresAt().ifPresent(at -> view.put("expires_at", Times.format(at)));
        return view;
    }
}
