package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.webhook.SigningGeneration;
import dev.lockstep.engine.webhook.Subscription;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders subscriptions to webhooks. */
public final class SubscriptionView {
    private SubscriptionView() {}

    public static ObjectNode of(Subscription subscription) {
        Subscription.Spec spec = subscription.spec();
        ObjectNode view =
                Json.object().put("subscription_id", subscription.key().id()).put("url", spec.url());
        ArrayNode events = view.putArray("events");
        List<String> patterns = spec.events().patterns();
        (patterns.isEmpty() ? List.of("*") : patterns).forEach(events::add);
        spec.workflow().ifPresent(workflow -> view.put("workflow_id", workflow.value()));
        spec.description().ifPresent(text -> view.put("description", text));
        view.put("status", subscription.disabled().isPresent() ? "DISABLED" : "ENABLED");
        subscription
                .disabled()
                .ifPresent(
                        off -> view.put("disabled_at", Times.format(off.at())).put("disabled_reason", off.reason()));
        subscription.failingSince().ifPresent(at -> view.put("failing_since", Times.format(at)));
        return view.put("created_at", Times.format(subscription.createdAt()))
                .put("created_by", subscription.createdBy());
    }

    /** Adds a secret, and until when the one before it is valid, too. */
    public static ObjectNode withSecret(ObjectNode view, SigningGeneration signing, String secret) {
        view.put("secret", secret);
        signing.previousUntil().ifPresent(until -> view.put("previous_valid_until", Times.format(until)));
        return view;
    }
}
