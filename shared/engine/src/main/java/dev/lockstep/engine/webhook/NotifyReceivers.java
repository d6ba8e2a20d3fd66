package dev.lockstep.engine.webhook;

import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.DeliveryQueue;
import dev.lockstep.engine.ports.DeliveryStore;
import dev.lockstep.engine.ports.SubscriptionStore;
import dev.lockstep.engine.ports.WatchStore;
import dev.lockstep.engine.progress.Audience;
import dev.lockstep.engine.progress.Change;
import dev.lockstep.engine.progress.Changes;
import dev.lockstep.engine.progress.Watcher;
import dev.lockstep.engine.usecases.Plans;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds in what is written of executions what receivers are told of, and has it delivered. Who is told is decided when an execution
 * starts; an execution that nobody is told of leaves no trace here.
 */
public final class NotifyReceivers implements Watcher {
    private final Ports ports;
    private final Plans plans;
    private final Duration retention;
    private final InstantSource clock;

    /** What it needs. */
    public record Ports(
            SubscriptionStore subscriptions, WatchStore watches, DeliveryStore deliveries, DeliveryQueue queue) {}

    /**
     * @param retention for how long deliveries are kept
     */
    public NotifyReceivers(Ports ports, Plans plans, Duration retention, InstantSource clock) {
        this.ports = ports;
        this.plans = plans;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public void follow(Changes changes, Audience audience) {
        Optional<Watch> watch = changes.isNew() ? begun(changes.first(), audience) : audience.watch();
        watch.ifPresent(known -> tell(known, changes.details().get()));
    }

    private Optional<Watch> begun(Execution execution, Audience audience) {
        List<String> subscriptions = audience.subscriptions().stream()
                .filter(subscription -> subscription.isFor(execution.workflow().workflow()))
                .map(subscription -> subscription.key().id())
                .toList();
        Optional<String> url = execution.tags().webhookUrl();
        return url.isEmpty() && subscriptions.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ports.watches().begin(Watch.begin(execution.id(), execution.workflow(), url, subscriptions)));
    }

    /** The deliveries first, then how far it came: what breaks off between is found again, and its deliveries are there. */
    private void tell(Watch watch, List<Change> details) {
        List<WebhookEvent> events = new ArrayList<>();
        Happenings happenings = new Happenings(
                run -> isElement(watch, run),
                () -> plans.get(watch.workflow()).plan().compensates());
        Watch now = watch;
        for (Change change : details) {
            if (change.position().isAfter(now.position())) {
                now = now.past(change.position());
                happenings.of(change, now.revision()).ifPresent(events::add);
            }
        }
        if (!events.isEmpty()) {
            deliver(watch, events);
        }
        if (now.revision() != watch.revision()) {
            ports.watches().advance(now);
        }
    }

    private boolean isElement(Watch watch, StageRunKey run) {
        if (run.iteration().depth() == 1) {
            return false;
        }
        Plan plan = plans.get(watch.workflow()).plan();
        // What a rerun makes anew has other generations, and the same depths.
        return plan.find(run.stage()).orElse(null) instanceof Stage.Task task
                && new Iterations(plan, List.of()).isElement(task, run.iteration());
    }

    private void deliver(Watch watch, List<WebhookEvent> events) {
        Instant now = clock.instant();
        List<Subscription> subscriptions = watch.subscriptions().isEmpty()
                ? List.of()
                : ports.subscriptions().all(watch.workflow().workspace()).stream()
                        .filter(subscription -> watch.subscriptions()
                                .contains(subscription.key().id()))
                        .filter(subscription -> subscription.disabled().isEmpty())
                        .toList();
        List<DeliveryQueue.Sent> sent = new ArrayList<>();
        for (WebhookEvent event : events) {
            List<Delivery.Receiver> receivers = new ArrayList<>();
            watch.url().map(Delivery.Receiver.OfExecution::new).ifPresent(receivers::add);
            subscriptions.stream()
                    .filter(subscription -> subscription.spec().events().takes(event.type()))
                    .map(subscription -> new Delivery.Receiver.OfSubscription(
                            subscription.key().id(), subscription.spec().url()))
                    .forEach(receivers::add);
            for (Delivery.Receiver receiver : receivers) {
                Delivery delivery = Delivery.of(watch, receiver, event, now, retention);
                ports.deliveries().add(delivery);
                // Sent even where it was there already: whoever recorded it may have broken off before this.
                sent.add(Receivers.sent(delivery, Duration.ZERO));
            }
        }
        if (!sent.isEmpty()) {
            ports.queue().send(sent);
        }
    }
}
