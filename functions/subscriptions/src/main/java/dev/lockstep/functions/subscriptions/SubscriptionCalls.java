package dev.lockstep.functions.subscriptions;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.Pages;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.adapters.http.WebhookUrls;
import dev.lockstep.dialects.pipeline.SubscriptionView;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.ports.WebhookSender;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.webhook.EventFilter;
import dev.lockstep.engine.webhook.EventType;
import dev.lockstep.engine.webhook.Subscription;
import dev.lockstep.engine.webhook.Subscriptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The calls about subscriptions. */
final class SubscriptionCalls {
    private static final int DEFAULT_OVERLAP = 24 * 60 * 60;
    private static final int MOST_OVERLAP = 7 * 24 * 60 * 60;

    private final Subscriptions subscriptions;
    private final WebhookSender sender;

    SubscriptionCalls(Subscriptions subscriptions, WebhookSender sender) {
        this.subscriptions = subscriptions;
        this.sender = sender;
    }

    HttpResponse create(Caller caller, HttpRequest request) {
        Subscription.Spec spec = request.fields((body, faults) -> {
            body.require("url");
            return new Subscription.Spec(
                    WebhookUrls.read(body, "url", sender, faults).orElse(""),
                    events(body, faults),
                    workflow(body, faults),
                    body.text("description", 256));
        });
        return HttpResponse.created(view(subscriptions.create(caller, spec, IdempotencyKeys.of(request))));
    }

    private static EventFilter events(Fields body, Faults faults) {
        Optional<List<String>> patterns = body.texts("events");
        if (patterns.isEmpty()) {
            return EventFilter.ALL;
        }
        if (patterns.get().isEmpty() || patterns.get().size() > EventFilter.MOST) {
            faults.add(body.at("events"), "must name 1 to " + EventFilter.MOST + " types of events");
        }
        for (int i = 0; i < patterns.get().size(); i++) {
            if (!EventFilter.isPattern(patterns.get().get(i))) {
                faults.add(
                        body.at("events") + "[" + i + "]",
                        "must be *, execution.*, step.* or one of " + String.join(", ", EventType.texts()));
            }
        }
        return new EventFilter(patterns.get());
    }

    private static Optional<WorkflowId> workflow(Fields body, Faults faults) {
        Optional<String> id = body.text("workflow_id", 64);
        id.filter(text -> !PathIds.isWorkflow(text))
                .ifPresent(text -> faults.add(body.at("workflow_id"), "must be a workflow's id"));
        return id.map(WorkflowId::new);
    }

    private static JsonNode view(Subscriptions.WithSecret made) {
        return SubscriptionView.withSecret(
                SubscriptionView.of(made.subscription()), made.subscription().signing(), made.secret());
    }

    HttpResponse list(Caller caller, HttpRequest request) {
        return HttpResponse.ok(Pages.written(
                "subscriptions", subscriptions.list(caller, Pages.requested(request)), SubscriptionView::of));
    }

    HttpResponse read(Caller caller, HttpRequest request) {
        return HttpResponse.ok(SubscriptionView.of(subscriptions.read(caller, PathIds.subscription(request))));
    }

    HttpResponse delete(Caller caller, HttpRequest request) {
        subscriptions.delete(caller, PathIds.subscription(request));
        return HttpResponse.noContent();
    }

    HttpResponse rotate(Caller caller, HttpRequest request) {
        String id = PathIds.subscription(request);
        return HttpResponse.ok(view(subscriptions.rotate(caller, id, overlap(request))));
    }

    HttpResponse enable(Caller caller, HttpRequest request) {
        String id = PathIds.subscription(request);
        request.fields((body, faults) -> body);
        return HttpResponse.ok(SubscriptionView.of(subscriptions.enable(caller, id)));
    }

    HttpResponse secret(Caller caller, HttpRequest request) {
        return answer(subscriptions.secret(caller));
    }

    HttpResponse rotateSecret(Caller caller, HttpRequest request) {
        return answer(subscriptions.rotateSecret(caller, overlap(request)));
    }

    private static HttpResponse answer(Subscriptions.OwnSecret own) {
        return HttpResponse.ok(SubscriptionView.withSecret(Json.object(), own.generation(), own.secret()));
    }

    private static Duration overlap(HttpRequest request) {
        return Duration.ofSeconds(request.fields((body, faults) ->
                body.integer("overlap_seconds", 0, MOST_OVERLAP).orElse(DEFAULT_OVERLAP)));
    }
}
