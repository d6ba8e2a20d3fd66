package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.memory.SequentialIds;
import dev.lockstep.engine.webhook.Delivery;
import dev.lockstep.engine.webhook.EventType;
import dev.lockstep.engine.webhook.WebhookEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store of deliveries must do. */
public abstract class DeliveryStoreContract {
    private static final Instant EXPIRY = NOW.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1_000);
    private static final Delivery.State PENDING = new Delivery.State.Pending(NOW, LATER.truncatedTo(ChronoUnit.MILLIS));

    private final Ids ids = new SequentialIds();

    protected abstract DeliveryStore deliveries();

    private Delivery delivery(ExecutionId execution, Delivery.State state) {
        return new Delivery(
                new Delivery.Key(execution, "msg-" + ids.ulid()),
                VERSION,
                new Delivery.Receiver.OfExecution("https://example.com/a"),
                new WebhookEvent.OfExecution(EventType.EXECUTION_STARTED, 1, NOW),
                NOW,
                EXPIRY,
                state,
                0,
                0,
                List.of(),
                1);
    }

    private static Delivery with(Delivery delivery, Delivery.State state) {
        return new Delivery(
                delivery.key(),
                delivery.workflow(),
                new Delivery.Receiver.OfSubscription("sub-1", "https://example.com/b"),
                new WebhookEvent.OfStage(
                        EventType.STEP_FAILED,
                        1L << 40,
                        LATER,
                        StageRunKey.first("a/b").at(3)),
                delivery.createdAt(),
                delivery.expiresAt(),
                state,
                12,
                3,
                List.of(
                        new Delivery.Attempt(NOW, Duration.ofMillis(15), Optional.of(500), "grüße"),
                        new Delivery.Attempt(LATER, Duration.ZERO, Optional.empty(), "no route")),
                delivery.revision());
    }

    private List<Delivery.Key> due(Instant by) {
        return IntStream.range(0, deliveries().shards())
                .boxed()
                .flatMap(shard -> deliveries().due(shard, by, 1_000).stream())
                .toList();
    }

    static Stream<Delivery.State> states() {
        return Stream.of(
                PENDING, new Delivery.State.Delivered(LATER), new Delivery.State.Failed(LATER, "all attempts failed"));
    }

    @ParameterizedTest
    @MethodSource("states")
    void all_that_a_delivery_has_is_found_as_it_was_written(Delivery.State state) {
        Delivery added = delivery(ids.execution(), PENDING);
        assertThat(deliveries().add(added)).isTrue();
        assertThat(deliveries().find(added.key())).contains(added);

        Delivery changed = with(added, state);

        assertThat(deliveries().write(changed)).contains(changed.written());
        assertThat(deliveries().find(added.key())).contains(changed.written());
    }

    @Test
    void what_is_there_is_not_added_again_and_stays_as_it_is() {
        Delivery added = delivery(ids.execution(), PENDING);
        deliveries().add(added);
        deliveries().write(with(added, new Delivery.State.Delivered(LATER)));

        assertThat(deliveries().add(added)).isFalse();

        assertThat(deliveries().find(added.key()).orElseThrow().state()).isEqualTo(new Delivery.State.Delivered(LATER));
    }

    @Test
    void of_two_writes_on_one_revision_the_first_counts() {
        Delivery added = delivery(ids.execution(), PENDING);
        deliveries().add(added);

        assertThat(deliveries().write(added)).isPresent();
        assertThat(deliveries().write(added)).isEmpty();
    }

    @Test
    void an_execution_has_its_own_newest_first_page_by_page() {
        ExecutionId execution = ids.execution();
        Delivery first = delivery(execution, PENDING);
        Delivery second = delivery(execution, PENDING);
        List.of(first, second, delivery(ids.execution(), PENDING))
                .forEach(each -> deliveries().add(each));

        Page<Delivery> page = deliveries().list(execution, new PageRequest(1, Optional.empty()));

        assertThat(page.items()).containsExactly(second);
        assertThat(deliveries().list(execution, new PageRequest(1, page.next())).items())
                .containsExactly(first);
    }

    @Test
    void what_is_pending_is_due_at_its_wake_and_what_is_not_never_is() {
        Delivery pending = delivery(ids.execution(), PENDING);
        Delivery over = delivery(ids.execution(), new Delivery.State.Delivered(NOW));
        deliveries().add(pending);
        deliveries().add(over);

        assertThat(due(NOW)).doesNotContain(pending.key(), over.key());
        assertThat(due(LATER)).contains(pending.key()).doesNotContain(over.key());

        deliveries().postpone(pending.key(), LATER.plusSeconds(60));
        assertThat(due(LATER)).doesNotContain(pending.key());
        assertThat(due(LATER.plusSeconds(61))).contains(pending.key());

        Delivery known = deliveries().find(pending.key()).orElseThrow();
        deliveries().write(with(known, new Delivery.State.Delivered(LATER)));
        deliveries().postpone(pending.key(), NOW);
        assertThat(due(LATER.plusSeconds(61))).doesNotContain(pending.key());
    }

    @Test
    void a_key_that_is_no_id_names_nothing() {
        assertThat(deliveries().find(new Delivery.Key(ids.execution(), "a#b"))).isEmpty();
        assertThat(deliveries().find(new Delivery.Key(new ExecutionId(""), "msg-1")))
                .isEmpty();
    }
}
