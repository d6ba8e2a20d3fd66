package dev.lockstep.engine.webhook;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.DeliveryQueue;
import dev.lockstep.engine.ports.DeliveryStore;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.SubscriptionStore;
import dev.lockstep.engine.ports.WatchStore;
import dev.lockstep.engine.ports.WebhookSender;
import dev.lockstep.engine.usecases.Plans;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Makes the attempts of deliveries. An attempt is recorded after it was made, so that one that breaks off is made again: receivers
 * know what they have seen by its {@code webhook-id}.
 */
public final class Deliver {
    /** How much of an execution's data a body shows, in bytes of JSON. */
    private static final long DATA_BYTES = 128 * 1024;

    /** How much of an answer is kept. */
    private static final int MOST_KEPT = 1_024;

    /** A queue's last word: what is farther away is looked for in the index of wakes. */
    private static final Duration SOON = DeliveryQueue.MAX_DELAY;

    private final Ports ports;
    private final Receivers receivers;
    private final Signature signature;
    private final RetryPlan plan;
    private final InstantSource clock;

    /** What it needs. */
    public record Ports(
            DeliveryStore deliveries,
            DeliveryQueue queue,
            SubscriptionStore subscriptions,
            WatchStore watches,
            ExecutionStore executions,
            StageRunStore runs,
            Plans plans,
            WebhookSender sender,
            EventBody body) {}

    public Deliver(Ports ports, Signature signature, RetryPlan plan, InstantSource clock) {
        this.ports = ports;
        this.receivers = new Receivers(ports.subscriptions(), ports.watches());
        this.signature = signature;
        this.plan = plan;
        this.clock = clock;
    }

    /** Makes the next attempt, if it is time for it. */
    public void deliver(Delivery.Key key) {
        Optional<Delivery> found = ports.deliveries().find(key);
        if (found.isEmpty() || !(found.get().state() instanceof Delivery.State.Pending pending)) {
            return;
        }
        Delivery delivery = found.get();
        Instant now = clock.instant();
        if (pending.nextAt().isAfter(now)) {
            // Whoever made the attempt before may have broken off before it sent this on.
            sendOn(delivery);
            return;
        }
        switch (receivers.of(delivery, now)) {
            case Receivers.Standing.Closed closed -> ports.deliveries().write(delivery.failed(now, closed.why()));
            case Receivers.Standing.Open open -> attempt(delivery, open, now);
        }
    }

    private void attempt(Delivery delivery, Receivers.Standing.Open open, Instant now) {
        Optional<JsonNode> data = data(delivery);
        if (data.isEmpty()) {
            ports.deliveries().write(delivery.failed(now, "the execution is not there any more"));
            return;
        }
        String body = body(delivery.event(), data.get());
        Signature.Message message = new Signature.Message(delivery.key().id(), now, body);
        WebhookSender.Answer answer = ports.sender()
                .post(
                        delivery.receiver().url(),
                        Map.of(
                                "content-type", "application/json",
                                "webhook-id", message.id(),
                                "webhook-timestamp", Long.toString(now.getEpochSecond()),
                                "webhook-signature", signature.of(message, open.signedFor(), open.generations())),
                        body);
        Instant after = clock.instant();
        Delivery.Attempt attempt = attempt(answer, now, after);
        Optional<Delivery> written =
                ports.deliveries().write(delivery.attempted(attempt, next(delivery, attempt, after)));
        written.ifPresent(recorded -> {
            receivers.note(recorded, attempt);
            if (recorded.state() instanceof Delivery.State.Pending) {
                sendOn(recorded);
            }
        });
    }

    private static Delivery.Attempt attempt(WebhookSender.Answer answer, Instant from, Instant to) {
        Duration took = Duration.between(from, to);
        return switch (answer) {
            case WebhookSender.Answer.Status status ->
                new Delivery.Attempt(from, took, Optional.of(status.code()), beginning(status.body()));
            case WebhookSender.Answer.None none ->
                new Delivery.Attempt(from, took, Optional.empty(), beginning(none.why()));
        };
    }

    private static String beginning(String text) {
        int end = Math.min(text.length(), MOST_KEPT);
        boolean cutsPair = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, cutsPair ? end - 1 : end);
    }

    private Delivery.State next(Delivery delivery, Delivery.Attempt attempt, Instant now) {
        if (attempt.status().filter(code -> code >= 200 && code < 300).isPresent()) {
            return new Delivery.State.Delivered(now);
        }
        if (Receivers.isGone(attempt)) {
            return new Delivery.State.Failed(now, "the receiver has answered 410: it is gone");
        }
        return plan.after(delivery.madeInRound() + 1)
                .<Delivery.State>map(wait -> Delivery.State.Pending.of(now.plus(wait), now))
                .orElseGet(() -> new Delivery.State.Failed(now, "all attempts failed"));
    }

    /** By the queue, if that reaches as far; else it is found in the index when it is due. */
    private void sendOn(Delivery delivery) {
        if (delivery.state() instanceof Delivery.State.Pending pending) {
            Duration left = Duration.between(clock.instant(), pending.nextAt());
            if (left.compareTo(SOON) <= 0) {
                Duration delay = left.isNegative() ? Duration.ZERO : left;
                ports.queue().send(List.of(Receivers.sent(delivery, delay)));
            }
        }
    }

    private Optional<JsonNode> data(Delivery delivery) {
        WorkflowVersion version = ports.plans().get(delivery.workflow());
        return switch (delivery.event()) {
            case WebhookEvent.OfExecution event ->
                recorded(delivery, event).map(recorded -> ports.body().execution(version, recorded, event));
            case WebhookEvent.OfStage event ->
                ports.runs()
                        .read(delivery.key().execution(), List.of(event.run()))
                        .map(recorded -> ports.body().stage(version, recorded, event));
        };
    }

    /** Of what has not ended, the stages are in motion: a body would be another one at each attempt. */
    private Optional<Recorded> recorded(Delivery delivery, WebhookEvent.OfExecution event) {
        return event.type().isEnd()
                ? ports.executions().read(delivery.key().execution(), DATA_BYTES)
                : ports.runs().read(delivery.key().execution(), List.of());
    }

    private static String body(WebhookEvent event, JsonNode data) {
        return Json.write(Json.object()
                .put("type", event.type().text())
                .put("timestamp", event.at().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("sequence", event.sequence())
                .set("data", data));
    }
}
