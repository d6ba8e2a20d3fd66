package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PauseTest {
    private final World world = new World();
    private final WorkflowId workflow =
            world.register(PlanFixtures.planOf(World.EFFECT, RetryPolicy.NONE, "a", "b<a", "c<a", "d<b,c"));

    private void pause(ExecutionId id) {
        world.pause.pause(World.CALLER, workflow.value(), id, Optional.of("look into it"));
    }

    private void resume(ExecutionId id) {
        world.pause.resume(World.CALLER, workflow.value(), id, Optional.empty());
    }

    private void deliverAll() {
        while (world.deliver()) {
            world.pass(Duration.ofMillis(1));
        }
    }

    @Test
    void nothing_starts_in_a_paused_execution_however_long_it_is() {
        ExecutionId id = world.start(workflow);
        pause(id);

        deliverAll();
        world.pass(Duration.ofDays(1));
        world.sweep();
        deliverAll();

        assertThat(world.effects).isEmpty();
        assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Paused.class);
    }

    @Test
    void a_resumed_execution_goes_on_from_what_is_recorded() {
        ExecutionId id = world.start(workflow);
        world.deliver();
        pause(id);
        deliverAll();

        resume(id);
        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects.values()).containsOnly(1);
    }

    @Test
    void a_resume_whose_sends_were_lost_is_found_by_the_watchdog() {
        ExecutionId id = world.start(workflow);
        pause(id);
        deliverAll();
        resume(id);
        world.queue.loseAll();

        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void a_retry_that_fell_due_while_paused_is_made_after_the_resume() {
        RetryPolicy later = new RetryPolicy(2, Backoff.FIXED, 10, 10, List.of());
        WorkflowId flaky = world.register(PlanFixtures.planOf(World.EFFECT, later, "a"));
        world.failuresToCome.put("a", 1);
        ExecutionId id = world.start(flaky);
        world.deliver();
        world.pause.pause(World.CALLER, flaky.value(), id, Optional.empty());
        world.pass(Duration.ofMinutes(1));
        deliverAll();
        assertThat(world.effects.get("a")).isEqualTo(1);

        world.pause.resume(World.CALLER, flaky.value(), id, Optional.empty());
        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects.get("a")).isEqualTo(2);
    }

    @Test
    void a_paused_execution_can_be_canceled_and_then_not_be_resumed() {
        ExecutionId id = world.start(workflow);
        pause(id);

        world.cancel.cancel(World.CALLER, workflow.value(), id, Optional.empty());

        assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Canceled.class);
        assertThatThrownBy(() -> resume(id)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> pause(id)).isInstanceOf(Refusal.class);
    }

    @Test
    void pausing_twice_keeps_who_was_first_and_why() {
        ExecutionId id = world.start(workflow);
        pause(id);
        ExecutionState first = world.read(id).execution().state();

        world.pass(Duration.ofSeconds(1));
        pause(id);

        assertThat(world.read(id).execution().state()).isEqualTo(first);
    }

    @Test
    void a_move_is_refused_that_its_item_has_no_room_for_and_its_end_is_not() {
        ExecutionId id = world.start(workflow);
        Optional<String> why = Optional.of("理".repeat(1_000));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < Control.MOST; i++) {
                        world.pause.pause(World.CALLER, workflow.value(), id, why);
                        world.pause.resume(World.CALLER, workflow.value(), id, why);
                    }
                })
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no room");

        assertThat(world.read(id).execution().past().controls().size()).isLessThan(Control.MOST);
        world.cancel.cancel(World.CALLER, workflow.value(), id, why);
        assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Canceled.class);
    }
}
