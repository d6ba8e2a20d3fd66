package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.webhook.Delivery;
import dev.lockstep.engine.webhook.EventType;
import dev.lockstep.engine.webhook.WebhookEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A delivery as an item, under a key of its execution's that its records are not under. */
final class DeliveryItem {
    static final int SHARDS = 4;

    private static final String WORKFLOW = "workflow";
    private static final String VERSION = "version";
    private static final String URL = "url";
    private static final String SUBSCRIPTION = "subscription";
    private static final String TYPE = "type";
    private static final String SEQUENCE = "sequence";
    private static final String HAPPENED_AT = "happened_at";
    private static final String RUN = "run";
    private static final String CREATED_AT = "created_at";
    private static final String EXPIRES_AT = "expires_at";
    private static final String NEXT_AT = "next_at";
    private static final String DELIVERED_AT = "delivered_at";
    private static final String FAILED_AT = "failed_at";
    private static final String REASON = "reason";
    private static final String MADE = "made";
    private static final String FIRST_OF_ROUND = "first_of_round";
    private static final String ATTEMPTS = "attempts";

    private DeliveryItem() {}

    static Map<String, AttributeValue> write(Delivery delivery) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.delivery(delivery.key()));
        item.put(ConditionalPut.REVISION, Attributes.of(delivery.revision()));
        item.put(
                WORKFLOW,
                Attributes.of(Keys.workflowKey(
                        delivery.workflow().workspace(), delivery.workflow().workflow())));
        item.put(VERSION, Attributes.of(delivery.workflow().version()));
        item.put(URL, Attributes.of(delivery.receiver().url()));
        if (delivery.receiver() instanceof Delivery.Receiver.OfSubscription subscription) {
            item.put(SUBSCRIPTION, Attributes.of(subscription.id()));
        }
        event(delivery.event(), item);
        item.put(CREATED_AT, Attributes.of(delivery.createdAt()));
        item.put(EXPIRES_AT, Attributes.of(delivery.expiresAt().getEpochSecond()));
        state(delivery, item);
        item.put(MADE, Attributes.of(delivery.made()));
        item.put(FIRST_OF_ROUND, Attributes.of(delivery.firstOfRound()));
        if (!delivery.attempts().isEmpty()) {
            item.put(ATTEMPTS, attempts(delivery.attempts()));
        }
        return item;
    }

    private static void event(WebhookEvent event, Map<String, AttributeValue> item) {
        item.put(TYPE, Attributes.of(event.type().name()));
        item.put(SEQUENCE, Attributes.of(event.sequence()));
        item.put(HAPPENED_AT, Attributes.of(event.at()));
        switch (event) {
            case WebhookEvent.OfExecution execution -> {}
            case WebhookEvent.OfStage stage -> item.put(RUN, Attributes.of(Keys.text(stage.run())));
        }
    }

    private static void state(Delivery delivery, Map<String, AttributeValue> item) {
        switch (delivery.state()) {
            case Delivery.State.Pending pending -> {
                item.put(NEXT_AT, Attributes.of(pending.nextAt()));
                item.put(ExecutionItem.WAKE_SHARD, Attributes.of(shard(shardOf(delivery.key()))));
                item.put(ExecutionItem.WAKE_AT, ExecutionItem.wakeAt(pending.wakeAt()));
            }
            case Delivery.State.Delivered delivered -> item.put(DELIVERED_AT, Attributes.of(delivered.at()));
            case Delivery.State.Failed failed -> {
                item.put(FAILED_AT, Attributes.of(failed.at()));
                item.put(REASON, Attributes.of(failed.reason()));
            }
        }
    }

    private static AttributeValue attempts(List<Delivery.Attempt> attempts) {
        ArrayNode all = Json.array();
        for (Delivery.Attempt attempt : attempts) {
            ObjectNode one = all.addObject()
                    .put("at", attempt.at().toString())
                    .put("ms", attempt.took().toMillis())
                    .put("said", attempt.said());
            attempt.status().ifPresent(status -> one.put("status", status));
        }
        return Attributes.of(Json.write(all));
    }

    static Delivery read(Map<String, AttributeValue> item) {
        return new Delivery(
                Keys.deliveryOf(item),
                Keys.workflowOf(Attributes.text(item, WORKFLOW), number(item, VERSION)),
                receiver(item),
                event(item),
                Attributes.time(item, CREATED_AT),
                Instant.ofEpochSecond(Attributes.number(item, EXPIRES_AT)),
                state(item),
                number(item, MADE),
                number(item, FIRST_OF_ROUND),
                Attributes.optionalText(item, ATTEMPTS)
                        .map(DeliveryItem::attempts)
                        .orElse(List.of()),
                Attributes.number(item, ConditionalPut.REVISION));
    }

    private static Delivery.Receiver receiver(Map<String, AttributeValue> item) {
        String url = Attributes.text(item, URL);
        return Attributes.optionalText(item, SUBSCRIPTION)
                .<Delivery.Receiver>map(id -> new Delivery.Receiver.OfSubscription(id, url))
                .orElseGet(() -> new Delivery.Receiver.OfExecution(url));
    }

    private static WebhookEvent event(Map<String, AttributeValue> item) {
        EventType type = EventType.valueOf(Attributes.text(item, TYPE));
        long sequence = Attributes.number(item, SEQUENCE);
        Instant at = Attributes.time(item, HAPPENED_AT);
        return Attributes.optionalText(item, RUN)
                .<WebhookEvent>map(run -> new WebhookEvent.OfStage(type, sequence, at, Keys.stageRunOf(run)))
                .orElseGet(() -> new WebhookEvent.OfExecution(type, sequence, at));
    }

    private static Delivery.State state(Map<String, AttributeValue> item) {
        Optional<Instant> next = Attributes.optionalTime(item, NEXT_AT);
        if (next.isPresent()) {
            return new Delivery.State.Pending(
                    next.get(), Instant.ofEpochMilli(Attributes.number(item, ExecutionItem.WAKE_AT)));
        }
        return Attributes.optionalTime(item, DELIVERED_AT)
                .<Delivery.State>map(Delivery.State.Delivered::new)
                .orElseGet(() ->
                        new Delivery.State.Failed(Attributes.time(item, FAILED_AT), Attributes.text(item, REASON)));
    }

    private static List<Delivery.Attempt> attempts(String text) {
        return Json.read(text).valueStream().map(DeliveryItem::attempt).toList();
    }

    private static Delivery.Attempt attempt(JsonNode attempt) {
        return new Delivery.Attempt(
                Instant.parse(attempt.path("at").stringValue()),
                Duration.ofMillis(attempt.path("ms").longValue()),
                attempt.has("status") ? Optional.of(attempt.path("status").intValue()) : Optional.empty(),
                attempt.path("said").stringValue());
    }

    private static int number(Map<String, AttributeValue> item, String name) {
        return Math.toIntExact(Attributes.number(item, name));
    }

    static String shard(int number) {
        return "deliveries-" + number;
    }

    private static int shardOf(Delivery.Key key) {
        return Math.floorMod(key.id().hashCode(), SHARDS);
    }
}
