package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.webhook.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where deliveries are recorded. Those that are pending can be found by their wake. */
public interface DeliveryStore {
    /**
     * Records a new one.
     *
     * @return whether it is new; what is recorded under its key otherwise stays as it is
     */
    boolean add(Delivery delivery);

    /** The delivery, strongly consistent. */
    Optional<Delivery> find(Delivery.Key key);

    /** The deliveries of an execution, newest first. */
    Page<Delivery> list(ExecutionId execution, PageRequest page);

    /**
     * Records a change, if the record still has the revision at which it was read.
     *
     * @return the delivery as it is then recorded; empty where somebody else has changed it
     */
    Optional<Delivery> write(Delivery changed);

    /** How many shards the wakes are spread over; they count from 0. */
    int shards();

    /** The deliveries of a shard whose wake has come by then, the earliest first. One that has changed just now may be missing or too many. */
    List<Delivery.Key> due(int shard, Instant by, int most);

    /** Moves the wake of one that is pending. */
    void postpone(Delivery.Key key, Instant to);
}
