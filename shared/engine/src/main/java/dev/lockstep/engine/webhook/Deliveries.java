package dev.lockstep.engine.webhook;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.DeliveryQueue;
import dev.lockstep.engine.ports.DeliveryStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads deliveries and has them sent again, those of the caller's workspace alone. */
public final class Deliveries {
    private static final int TRIES = 5;

    private final DeliveryStore store;
    private final DeliveryQueue queue;
    private final StageRunStore runs;
    private final InstantSource clock;

    public Deliveries(DeliveryStore store, DeliveryQueue queue, StageRunStore runs, InstantSource clock) {
        this.store = store;
        this.queue = queue;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * @throws Refusal where the workspace has no such execution of that workflow
     */
    public Page<Delivery> list(Caller caller, String workflow, ExecutionId id, PageRequest page) {
        check(caller, workflow, id);
        return store.list(id, page);
    }

    /**
     * Sends one again, whatever became of it, with the whole plan of attempts.
     *
     * @throws Refusal where there is no such delivery of the execution
     */
    public Delivery redeliver(Caller caller, String workflow, ExecutionId id, String delivery) {
        check(caller, workflow, id);
        Delivery.Key key = new Delivery.Key(id, delivery);
        for (int tries = 0; tries < TRIES; tries++) {
            Delivery found = store.find(key).orElseThrow(() -> Refusal.noDelivery(delivery));
            Optional<Delivery> written = store.write(found.again(clock.instant()));
            if (written.isPresent()) {
                send(List.of(written.get()));
                return written.get();
            }
        }
        throw Refusal.notNow("delivery " + delivery + " is being made; try again");
    }

    /**
     * Which deliveries of an execution are meant.
     *
     * @param onlyFailed those alone that were given up
     */
    public record Range(Optional<Instant> from, Optional<Instant> to, boolean onlyFailed) {
        boolean has(Delivery delivery) {
            Instant at = delivery.event().at();
            return from.map(first -> !at.isBefore(first)).orElse(true)
                    && to.map(end -> at.isBefore(end)).orElse(true)
                    && (!onlyFailed || delivery.state() instanceof Delivery.State.Failed);
        }
    }

    /**
     * Sends those of a page again that are of a range.
     *
     * @return the ids of those that are sent again
     * @throws Refusal where the workspace has no such execution of that workflow
     */
    public Page<String> redeliverAll(Caller caller, String workflow, ExecutionId id, Range range, PageRequest page) {
        check(caller, workflow, id);
        Page<Delivery> found = store.list(id, page);
        List<Delivery> again = new ArrayList<>();
        found.items().stream()
                .filter(range::has)
                // One that somebody else has changed just now is on its way, or was sent again by another call.
                .forEach(
                        delivery -> store.write(delivery.again(clock.instant())).ifPresent(again::add));
        send(again);
        return new Page<>(again.stream().map(delivery -> delivery.key().id()).toList(), found.next());
    }

    private void send(List<Delivery> deliveries) {
        if (!deliveries.isEmpty()) {
            queue.send(deliveries.stream()
                    .map(delivery -> Receivers.sent(delivery, Duration.ZERO))
                    .toList());
        }
    }

    private void check(Caller caller, String workflow, ExecutionId id) {
        boolean isTheirs = runs.read(id, List.of())
                .map(Recorded::execution)
                .map(Execution::workflow)
                .filter(found -> found.workspace().equals(caller.workspace())
                        && found.workflow().value().equals(workflow))
                .isPresent();
        if (!isTheirs) {
            throw Refusal.noExecution(id.value());
        }
    }
}
