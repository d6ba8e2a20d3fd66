package dev.lockstep.engine.webhook;

import dev.lockstep.engine.ports.DeliveryQueue;
import dev.lockstep.engine.ports.DeliveryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends deliveries to the queue whose next attempt was too far away for its delays, and those that were lost on the way. */
public final class WakeDeliveries {
    private static final int MOST_AT_ONCE = 200;
    /** When it is looked again after one that was sent just now. */
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);

    private final DeliveryStore deliveries;
    private final DeliveryQueue queue;
    private final InstantSource clock;

    public WakeDeliveries(DeliveryStore deliveries, DeliveryQueue queue, InstantSource clock) {
        this.deliveries = deliveries;
        this.queue = queue;
        this.clock = clock;
    }

    public int shards() {
        return deliveries.shards();
    }

    /**
     * @return how many deliveries of the shard were sent
     */
    public int wake(int shard) {
        Instant now = clock.instant();
        List<DeliveryQueue.Sent> sent = new ArrayList<>();
        for (Delivery.Key key : deliveries.due(shard, now, MOST_AT_ONCE)) {
            Optional<Delivery> delivery = deliveries.find(key);
            delivery.filter(found -> found.state() instanceof Delivery.State.Pending)
                    .ifPresent(found -> sent.add(Receivers.sent(found, Duration.ZERO)));
        }
        if (!sent.isEmpty()) {
            // Sent first: were it postponed first, one that breaks off between would wait for nothing.
            queue.send(sent);
            sent.forEach(each -> deliveries.postpone(each.key(), now.plus(AGAIN_AFTER)));
        }
        return sent.size();
    }
}
