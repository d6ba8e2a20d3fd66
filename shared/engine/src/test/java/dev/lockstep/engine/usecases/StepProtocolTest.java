package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The step protocol, over ports that lose, repeat, delay and break off. */
class StepProtocolTest {
    private static final RetryPolicy THRICE = new RetryPolicy(3, Backoff.FIXED, 10, 60, List.of());

    @Test
    void without_faults_each_effect_is_run_once() {
        World world = new World(1, 0);
        ExecutionId id = world.start(world.register(effects("a", "b<a", "c<a", "d<b,c")));

        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects)
                .containsOnlyKeys("a", "b", "c", "d")
                .allSatisfy((stage, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void a_message_delivered_twice_runs_no_effect_twice() {
        World world = new World(1, 0);
        ExecutionId id = world.start(world.register(effects("a", "b<a")));
        world.queue.send(world.queue.due().stream()
                .map(message -> new dev.lockstep.engine.ports.StepQueue.Delayed(message.step(), Duration.ZERO))
                .toList());

        world.runToEnd(id);

        assertThat(world.effects.get("a")).isEqualTo(1);
    }

    @Test
    void when_every_message_is_lost_the_watchdog_finds_the_execution() {
        World world = new World(1, 0);
        ExecutionId id = world.start(world.register(effects("a", "b<a")));
        world.queue.loseAll();

        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void an_execution_that_goes_on_is_left_alone_by_the_watchdog() {
        World world = new World(1, 0);
        world.start(world.register(effects("a", "b<a")));
        world.pass(Duration.ofSeconds(59));

        world.sweep();

        assertThat(world.queue.due()).hasSize(1);
    }

    @Test
    void a_failed_attempt_is_made_again_after_its_delay_and_not_before() {
        World world = new World(1, 0);
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
        World world = new World(1, 0);
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
        World world = new World(1, 0);
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

    @Test
    void nothing_starts_in_an_execution_that_was_canceled() {
        World world = new World(1, 0);
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
        World world = new World(1, 0);
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
        World world = new World(1, 0);
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
        World world = new World(1, 0);
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
        World world = new World(1, 0);
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

    @Test
    void whatever_breaks_off_every_execution_ends_as_it_would_have() {
        int struck = 0;
        for (long seed = 0; seed < 400; seed++) {
            World world = new World(seed, 0.08);
            Plan plan = randomPlan(new Random(seed));
            WorkflowId workflow = world.register(plan);
            ExecutionId id = startThroughFaults(world, workflow);
            for (int turn = 0; turn < 60; turn++) {
                world.check(id);
                if (world.chance.nextInt(25) == 0) {
                    world.queue.loseAll();
                }
                if (!world.deliver()) {
                    world.pass(Duration.ofSeconds(20));
                    world.sweep();
                }
            }
            world.strikes.stop();
            world.runToEnd(id);

            assertEnded(seed, world, plan, id);
            struck += world.strikes.count();
        }
        assertThat(struck).as("faults did strike").isGreaterThan(1_000);
    }

    private static void assertEnded(long seed, World world, Plan plan, ExecutionId id) {
        assertThat(world.isCompleted(id))
                .as("seed %s: %s", seed, world.read(id))
                .isTrue();
        assertThat(world.completedStages(id))
                .as("seed %s", seed)
                .containsExactlyInAnyOrderElementsOf(
                        plan.operations().stream().map(Stage::id).toList());
        plan.operations()
                .forEach(stage -> stage.reads()
                        .forEach(earlier -> assertThat(completedAt(world, id, earlier))
                                .as("seed %s: %s is done before %s begins", seed, earlier, stage.id())
                                .isBeforeOrEqualTo(
                                        completed(world, id, stage.id()).startedAt())));
    }

    private static java.time.Instant completedAt(World world, ExecutionId id, String stage) {
        return completed(world, id, stage).at();
    }

    private static StageRunState.Completed completed(World world, ExecutionId id, String stage) {
        return (StageRunState.Completed)
                world.read(id).run(StageRunKey.first(stage)).orElseThrow().state();
    }

    private static ExecutionId startThroughFaults(World world, WorkflowId workflow) {
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("start", "body"));
        while (true) {
            try {
                return world.start(workflow, key);
            } catch (Strikes.Crash crash) {
                world.pass(Duration.ofSeconds(1));
            }
        }
    }

    private static Plan effects(String... stages) {
        return PlanFixtures.planOf(World.EFFECT, RetryPolicy.NONE, stages);
    }

    private static Plan randomPlan(Random random) {
        List<String> stages = new ArrayList<>();
        int count = 1 + random.nextInt(9);
        for (int i = 0; i < count; i++) {
            List<String> after = new ArrayList<>();
            for (int earlier = 0; earlier < i; earlier++) {
                if (random.nextInt(3) == 0) {
                    after.add("s" + earlier);
                }
            }
            stages.add("s" + i + (after.isEmpty() ? "" : "<" + String.join(",", after)));
        }
        String type = random.nextBoolean() ? World.EFFECT : "Echo";
        return PlanFixtures.planOf(type, RetryPolicy.NONE, stages.toArray(String[]::new));
    }
}
