package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.webhook.SigningGeneration;
import dev.lockstep.engine.webhook.Subscription;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A subscription as an item, among the receivers of its workspace. */
final class SubscriptionItem {
    private static final String SPEC = "spec";
    private static final String CREATED_AT = "created_at";
    private static final String CREATED_BY = "created_by";
    private static final String SIGNING = "signing";
    private static final String FAILING_SINCE = "failing_since";
    private static final String DISABLED = "disabled";

    private SubscriptionItem() {}

    static Map<String, AttributeValue> write(Subscription subscription) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.subscription(subscription.key()));
        item.put(ConditionalPut.REVISION, Attributes.of(subscription.revision()));
        item.put(SPEC, json(subscription.spec()));
        item.put(CREATED_AT, Attributes.of(subscription.createdAt()));
        item.put(CREATED_BY, Attributes.of(subscription.createdBy()));
        item.put(SIGNING, json(subscription.signing()));
        subscription.failingSince().ifPresent(at -> item.put(FAILING_SINCE, Attributes.of(at)));
        subscription.disabled().ifPresent(off -> item.put(DISABLED, json(off)));
        return item;
    }

    static Subscription read(Map<String, AttributeValue> item) {
        return new Subscription(
                Keys.subscriptionOf(item),
                value(item, SPEC, Subscription.Spec.class),
                Attributes.time(item, CREATED_AT),
                Attributes.text(item, CREATED_BY),
                value(item, SIGNING, SigningGeneration.class),
                Attributes.optionalTime(item, FAILING_SINCE),
                item.containsKey(DISABLED)
                        ? Optional.of(value(item, DISABLED, Subscription.Disabled.class))
                        : Optional.empty(),
                Attributes.number(item, ConditionalPut.REVISION));
    }

    private static AttributeValue json(Object value) {
        return Attributes.of(Json.write(value));
    }

    private static <T> T value(Map<String, AttributeValue> item, String name, Class<T> type) {
        return Json.fromTree(Json.read(Attributes.text(item, name)), type);
    }
}
