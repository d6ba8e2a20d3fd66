package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.webhook.Delivery;
import dev.lockstep.engine.webhook.WebhookEvent;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders deliveries. */
public final class DeliveryView {
    private DeliveryView() {}

    public static ObjectNode of(Delivery delivery) {
        ObjectNode view = Json.object().put("webhook_id", delivery.key().id());
        event(view, delivery.event());
        view.put("url", delivery.receiver().url());
        if (delivery.receiver() instanceof Delivery.Receiver.OfSubscription subscription) {
            view.put("subscription_id", subscription.id());
        }
        state(view, delivery.state());
        view.put("attempts_made", delivery.made());
        ArrayNode attempts = view.putArray("attempts");
        delivery.attempts().forEach(attempt -> attempt(attempts.addObject(), attempt));
        return view.put("created_at", Times.format(delivery.createdAt()));
    }

    private static void event(ObjectNode view, WebhookEvent event) {
        view.put("type", event.type().text())
                .put("sequence", event.sequence())
                .put("timestamp", Times.format(event.at()));
        switch (event) {
            case WebhookEvent.OfExecution execution -> {}
            case WebhookEvent.OfStage stage -> view.put("step", stage.run().stage());
        }
    }

    private static void state(ObjectNode view, Delivery.State state) {
        switch (state) {
            case Delivery.State.Pending pending ->
                view.put("status", "PENDING").put("next_attempt_at", Times.format(pending.nextAt()));
            case Delivery.State.Delivered delivered ->
                view.put("status", "DELIVERED").put("completed_at", Times.format(delivered.at()));
            case Delivery.State.Failed failed ->
                view.put("status", "FAILED")
                        .put("reason", failed.reason())
                        .put("completed_at", Times.format(failed.at()));
        }
    }

    private static void attempt(ObjectNode view, Delivery.Attempt attempt) {
        view.put("at", Times.format(attempt.at()))
                .put("latency_ms", attempt.took().toMillis());
        attempt.status()
                .ifPresentOrElse(
                        status -> view.put("status", status).put("response", attempt.said()),
                        () -> view.put("error", attempt.said()));
    }
}
