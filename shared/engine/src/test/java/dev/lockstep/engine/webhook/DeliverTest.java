package dev.lockstep.engine.webhook;

import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static dev.lockstep.engine.webhook.WebhookWorld.first;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.ports.WebhookSender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliverTest {
    private static final Optional<String> URL = Optional.of("https://own.example.com");

    private final WebhookWorld world = new WebhookWorld();

    private void start() {
        world.follow(first(world.started(URL)));
    }

    private void startSubscribed() {
        world.subscribe();
        world.follow(first(world.started(Optional.empty())));
    }

    private Delivery only() {
        return world.all().getFirst();
    }

    private Subscription subscription() {
        return world.subscriptions.find(new SubscriptionKey(WORKSPACE, "sub-1")).orElseThrow();
    }

    private void fails() {
        world.answer = new WebhookSender.Answer.Status(500, "no");
    }

    @Test
    void what_is_answered_with_2xx_is_delivered_and_not_sent_again() {
        start();

        world.until(NOW.plus(Duration.ofDays(7)));

        assertThat(world.posts).hasSize(1);
        assertThat(only().state()).isInstanceOf(Delivery.State.Delivered.class);
        assertThat(world.posts.getFirst().headers())
                .containsKeys("webhook-id", "webhook-timestamp", "webhook-signature");
    }

    @Test
    void what_fails_is_tried_again_by_the_plan_however_far_its_times_are_and_then_given_up() {
        fails();
        start();

        world.until(NOW.plus(Duration.ofDays(7)));

        List<Duration> waits = new ArrayList<>();
        for (int i = 1; i < world.posts.size(); i++) {
            waits.add(Duration.between(
                    world.posts.get(i - 1).at(), world.posts.get(i).at()));
        }
        List<Duration> plan = List.of(
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                Duration.ofHours(5),
                Duration.ofHours(10),
                Duration.ofHours(14),
                Duration.ofHours(20),
                Duration.ofHours(24));
        assertThat(waits).hasSize(plan.size());
        for (int i = 0; i < plan.size(); i++) {
            assertThat(waits.get(i)).isBetween(plan.get(i), plan.get(i).plusSeconds(61));
        }
        assertThat(only().state()).isInstanceOf(Delivery.State.Failed.class);
        assertThat(only().made()).isEqualTo(10);
        assertThat(world.posts.stream()
                        .map(post -> post.headers().get("webhook-id"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void what_the_queue_has_lost_the_watchdog_finds() {
        start();
        world.loseMessages();

        world.until(NOW.plus(Duration.ofMinutes(15)));

        assertThat(world.posts).hasSize(1);
        assertThat(only().state()).isInstanceOf(Delivery.State.Delivered.class);
    }

    @Test
    void a_message_that_comes_twice_or_too_early_makes_no_attempt_of_its_own() {
        fails();
        start();
        world.deliver().deliver(only().key());
        int made = world.posts.size();

        world.deliver().deliver(only().key());
        world.deliver().deliver(only().key());

        assertThat(world.posts).hasSize(made);
    }

    @Test
    void no_answer_counts_as_a_failure_and_its_reason_is_kept() {
        world.answer = new WebhookSender.Answer.None("nobody takes the connection");
        start();
        world.deliver().deliver(only().key());

        assertThat(only().state()).isInstanceOf(Delivery.State.Pending.class);
        assertThat(only().attempts().getFirst().said()).isEqualTo("nobody takes the connection");
    }

    @Test
    void of_an_answer_the_first_kilobyte_is_kept() {
        world.answer = new WebhookSender.Answer.Status(200, "x".repeat(1_023) + "\uD83D\uDE00" + "y".repeat(9_000));
        start();
        world.deliver().deliver(only().key());

        assertThat(only().attempts().getFirst().said()).isEqualTo("x".repeat(1_023));
    }

    @Test
    void a_subscription_whose_receiver_is_gone_ends_at_once() {
        world.answer = new WebhookSender.Answer.Status(410, "");
        startSubscribed();

        world.until(NOW.plus(Duration.ofDays(1)));

        assertThat(world.posts).hasSize(1);
        assertThat(subscription().disabled()).isPresent();
        assertThat(only().state()).isInstanceOf(Delivery.State.Failed.class);
    }

    @Test
    void a_subscription_that_only_fails_is_disabled_after_days_and_one_success_between_begins_them_anew() {
        startSubscribed();
        Subscription failing = subscription();
        Instant day6 = NOW.plus(Duration.ofDays(6));

        Subscription once = failing.failed(NOW);
        assertThat(once.failed(NOW.plus(Duration.ofDays(4))).disabled()).isEmpty();
        assertThat(once.failed(day6).disabled()).isPresent();
        assertThat(once.succeeded().failed(day6).disabled()).isEmpty();
    }

    @Test
    void a_failure_and_a_success_are_noted_with_the_subscription() {
        fails();
        startSubscribed();
        world.deliver().deliver(only().key());
        assertThat(subscription().failingSince()).contains(NOW);

        world.answer = new WebhookSender.Answer.Status(200, "");
        world.until(NOW.plusSeconds(60));
        assertThat(subscription().failingSince()).isEmpty();
    }

    @Test
    void what_is_on_its_way_to_a_deleted_or_disabled_subscription_is_given_up() {
        fails();
        startSubscribed();
        world.deliver().deliver(only().key());
        world.subscriptions.delete(subscription().key());

        world.until(NOW.plus(Duration.ofDays(7)));

        assertThat(world.posts).hasSize(1);
        assertThat(only().state())
                .isInstanceOfSatisfying(
                        Delivery.State.Failed.class,
                        failed -> assertThat(failed.reason()).contains("deleted"));
    }

    @Test
    void one_that_is_sent_again_has_the_whole_plan_again() {
        fails();
        start();
        world.until(NOW.plus(Duration.ofDays(7)));
        Delivery again = world.deliveries.write(only().again(world.now)).orElseThrow();
        assertThat(again.madeInRound()).isZero();

        world.until(world.now.plus(Duration.ofDays(7)));

        assertThat(world.posts).hasSize(20);
        assertThat(only().attempts()).hasSize(10);
    }
}
