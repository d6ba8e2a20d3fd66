package dev.lockstep.engine.ports;

import dev.lockstep.engine.webhook.Delivery;
import java.time.Duration;
import java.util.List;

/** The queue of deliveries: brings each at least once, in any order, not before the delay is over. */
public interface DeliveryQueue {
    /** The longest delay that a queue takes. */
    Duration MAX_DELAY = Duration.ofMinutes(15);

    /** Sends all of them; when it returns, the queue has them. */
    void send(List<Sent> deliveries);

    /**
     * A delivery that is to be attempted.
     *
     * @param receiver whose deliveries others are not to wait for, however many there are
     * @param delay from nothing to {@link #MAX_DELAY}
     */
    record Sent(Delivery.Key key, String receiver, Duration delay) {}
}
