package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.StepQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The step protocol, scenario by scenario; {@code dev.lockstep.engine.simulation} makes scenarios up. */
class StepProtocolTest {
    private static final RetryPolicy THRICE = new RetryPolicy(3, Backoff.FIXED, 10, 60, List.of());

    @Test
    void without_faults_each_effect_is_run_once() {
        World world = new World();
        ExecutionId id = world.start(world.register(effects("a", "b<a", "c<a", "d<b,c")));

        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects)
                .containsOnlyKeys("a", "b", "c", "d")
                .allSatisfy((stage, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void a_message_delivered_twice_runs_no_effect_twice() {
        World world = new World();
        ExecutionId id = world.start(world.register(effects("a", "b<a")));
        world.queue.send(world.queue.due().stream()
                .map(message -> new StepQueue.Delayed(message.step(), Duration.ZERO))
                .toList());

        world.runToEnd(id);

        assertThat(world.effects.get("a")).isEqualTo(1);
    }

    @Test
    void a_step_that_comes_again_when_all_that_follows_is_done_sends_nothing_again() {
        World world = new World();
        String[] diamonds = {
            "a", "b<a", "c<a", "d<b,c", "e<d", "f<d", "g<e,f", "h<g", "i<g", "j<h,i",
        };
        ExecutionId id = world.start(world.register(effects(diamonds)));
        StepQueue.Delayed first =
                new StepQueue.Delayed(world.queue.due().getFirst().step(), Duration.ZERO);
        world.runWhile(id, () -> world.effects.size() < 9);
        int waiting = world.queue.due().size();
        long revision = world.read(id).revision();

        world.queue.send(List.of(first));
        world.deliverLast();

        assertThat(world.queue.due()).as("messages").hasSize(waiting);
        assertThat(world.read(id).revision()).as("writes").isEqualTo(revision);
    }

    @Test
    void a_step_that_comes_again_sends_what_was_lost_behind_it() {
        World world = new World();
        ExecutionId id = world.start(world.register(effects("a", "b<a", "c<a", "d<b,c")));
        StepQueue.Delayed first =
                new StepQueue.Delayed(world.queue.due().getFirst().step(), Duration.ZERO);
        world.deliver();
        world.queue.loseAll();

        world.queue.send(List.of(first));
        world.deliver();

        assertThat(world.queue.due()).hasSize(2);
        world.runToEnd(id);
    }

    @Test
    void when_every_message_is_lost_the_watchdog_finds_the_execution() {
        World world = new World();
        ExecutionId id = world.start(world.register(effects("a", "b<a")));
        world.queue.loseAll();

        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void an_execution_that_cannot_be_looked_at_keeps_no_other_from_it() {
        World world = new World();
        ExecutionId id = world.start(world.register(effects("a")));
        world.queue.loseAll();
        for (int i = 0; i < 100; i++) {
            WorkflowRef lost = new WorkflowRef(World.WORKSPACE, new WorkflowId("wf-lost"), 1);
            ExecutionId broken = new ExecutionId("ex-broken" + i);
            world.executions.create(
                    new Execution(broken, lost, Json.object(), Tags.NONE, Instant.EPOCH, new ExecutionState.Live(), 1),
                    Instant.EPOCH);
        }

        world.pass(Duration.ofSeconds(61));
        world.sweep();

        assertThat(world.brokenSweeps).isPositive();
        assertThat(world.queue.due()).hasSize(1);
        world.runToEnd(id);
    }

    @Test
    void an_execution_that_goes_on_is_left_alone_by_the_watchdog() {
        World world = new World();
        world.start(world.register(effects("a", "b<a")));
        world.pass(Duration.ofSeconds(59));

        world.sweep();

        assertThat(world.queue.due()).hasSize(1);
    }

    @Test
    void a_failed_attempt_is_made_again_after_its_delay_and_not_before() {
        World world = new World();
        world.failuresToCome.put("a", 1);
        ExecutionId id = world.start(world.register(PlanFixtures.planOf(World.EFFECT, THRICE, "a")));

        world.deliver();
        assertThat(world.queue.due()).as("not before its time").isEmpty();
        world.pass(Duration.ofSeconds(10));
        assertThat(world.queue.due()).hasSize(1);
        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects.get("a")).isEqualTo(2);
    }

    @Test
    void when_its_attempts_are_used_up_a_stage_fails_and_with_it_the_execution() {
        World world = new World();
        world.failuresToCome.put("a", 99);
        ExecutionId id = world.start(world.register(PlanFixtures.planOf(World.EFFECT, THRICE, "a", "b<a")));

        world.runToEnd(id);

        assertThat(world.read(id).execution().state()).isInstanceOfSatisfying(ExecutionState.Failed.class, failed -> {
            assertThat(failed.stage()).isEqualTo("a");
            assertThat(failed.failure().name()).isEqualTo("Flaky");
        });
        assertThat(world.effects).containsOnlyKeys("a").containsEntry("a", 3);
    }

    @Test
    void a_retry_later_than_the_queue_can_delay_is_fired_by_the_watchdog() {
        World world = new World();
        world.failuresToCome.put("a", 1);
        RetryPolicy inAnHour = new RetryPolicy(2, Backoff.FIXED, 3_600, 3_600, List.of());
        ExecutionId id = world.start(world.register(PlanFixtures.planOf(World.EFFECT, inAnHour, "a")));

        world.deliver();
        for (int minute = 0; minute < 59; minute++) {
            world.pass(Duration.ofMinutes(1));
            world.sweep();
            world.deliver();
        }
        assertThat(world.effects.get("a")).as("not before its time").isEqualTo(1);
        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT20M", "P30D"})
    void a_timer_fires_neither_early_nor_late_nor_is_it_lost_with_its_messages(Duration wait) {
        World world = new World();
        ExecutionId id = world.start(world.register(PlanFixtures.waiting(wait)));
        Instant reached = world.clock.instant();
        world.deliver();
        world.queue.loseAll();

        Duration step = wait.dividedBy(1_000);
        while (world.clock.instant().plus(step).isBefore(reached.plus(wait))) {
            world.pass(step);
            world.sweep();
            while (world.deliver()) {
                assertThat(world.read(id).execution().isLive())
                        .as("at %s of %s", Duration.between(reached, world.clock.instant()), wait)
                        .isTrue();
            }
        }
        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(Duration.between(reached.plus(wait), world.clock.instant()))
                .as("late by, the watchdog's next look and a look for what was lost included")
                .isLessThan(Duration.ofMinutes(3));
    }

    @Test
    void a_wait_of_a_year_ends_in_time_and_is_seldom_looked_at() {
        World world = new World();
        ExecutionId id = world.start(world.register(PlanFixtures.waiting(Duration.ofDays(365))));
        world.deliver();
        long before = world.read(id).revision();

        for (int hour = 0; hour < 365 * 24 - 1; hour++) {
            world.pass(Duration.ofHours(1));
            world.sweep();
            world.deliver();
        }
        assertThat(world.read(id).execution().isLive())
                .as("not before its time")
                .isTrue();
        assertThat(world.read(id).revision() - before).as("looks at it").isLessThan(5);

        world.runToEnd(id);
        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void nothing_starts_in_an_execution_that_was_canceled() {
        World world = new World();
        ExecutionId id = world.start(world.register(effects("a", "b<a")));
        world.executions.end(
                id, new ExecutionState.Canceled(world.clock.instant(), "key-1", Optional.of("changed my mind")));

        assertThat(world.deliver()).isTrue();

        assertThat(world.effects).isEmpty();
        assertThat(world.queue.due()).isEmpty();
        assertThat(world.read(id).runs()).isEmpty();
    }

    @Test
    void a_step_that_ran_out_of_deliveries_fails_its_stage_with_the_reason() {
        World world = new World();
        ExecutionId id = world.start(world.register(effects("a")));
        for (int i = 0; i < 5; i++) {
            world.queue.redeliver(world.queue.take().orElseThrow(), Duration.ZERO);
        }

        world.runToEnd(id);

        assertThat(world.read(id).execution().state())
                .isInstanceOfSatisfying(
                        ExecutionState.Failed.class,
                        failed -> assertThat(failed.failure().name()).isEqualTo("DeadLettered"));
    }

    @Test
    void the_same_idempotency_key_and_body_start_one_execution() {
        World world = new World();
        WorkflowId workflow = world.register(effects("a"));
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("k", "body"));

        ExecutionId first = world.start(workflow, key);
        world.runToEnd(first);
        ExecutionId again = world.start(workflow, key);

        assertThat(again).isEqualTo(first);
        assertThat(world.effects.get("a")).isEqualTo(1);
        assertThatThrownBy(() -> world.start(workflow, Optional.of(new IdempotencyKey("k", "another body"))))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNPROCESSABLE));
    }

    @Test
    void a_start_that_broke_off_goes_on_when_the_caller_repeats_it() {
        World world = new World();
        WorkflowId workflow = world.register(effects("a"));
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("k", "body"));
        ExecutionId first = world.start(workflow, key);
        world.queue.loseAll();

        world.start(workflow, key);

        assertThat(world.deliver())
                .as("the repeated call sent the first step again")
                .isTrue();
        assertThat(world.isCompleted(first)).isTrue();
    }

    @Test
    void of_two_equal_starts_side_by_side_both_send_steps_of_the_version_that_is_recorded() {
        World world = new World();
        WorkflowId workflow = world.register(effects("old"));
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("k", "body"));
        world.meanwhile.before("create", () -> {
            world.update(workflow, effects("new"));
            world.start(workflow, key);
        });

        ExecutionId id = world.start(workflow, key);

        WorkflowRef recorded = world.read(id).execution().workflow();
        assertThat(recorded.version()).isEqualTo(2);
        assertThat(world.queue.due()).hasSize(2).allSatisfy(message -> {
            assertThat(message.step().workflow()).isEqualTo(recorded);
            assertThat(message.step().run().stage()).isEqualTo("new");
        });
    }

    private static Plan effects(String... stages) {
        return PlanFixtures.planOf(World.EFFECT, RetryPolicy.NONE, stages);
    }

    @Test
    void a_retry_that_the_watchdog_sent_and_that_was_lost_again_is_looked_for_before_long() {
        World world = new World();
        RetryPolicy twice = new RetryPolicy(2, Backoff.FIXED, 10, 60, List.of());
        world.failuresToCome.put("a", 1);
        ExecutionId id = world.start(world.register(PlanFixtures.planOf(World.EFFECT, twice, "a")));
        world.deliver();
        world.queue.loseAll();
        world.pass(Duration.ofSeconds(70));
        world.sweep();
        world.queue.loseAll();

        for (int sweep = 0; sweep < 5; sweep++) {
            world.pass(Duration.ofSeconds(60));
            world.sweep();
            while (world.deliver()) {
                world.pass(Duration.ofMillis(1));
            }
        }

        assertThat(world.isCompleted(id)).isTrue();
    }
}
