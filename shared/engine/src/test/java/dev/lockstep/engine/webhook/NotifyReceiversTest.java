package dev.lockstep.engine.webhook;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.claim;
import static dev.lockstep.engine.ports.Samples.completed;
import static dev.lockstep.engine.ports.Samples.text;
import static dev.lockstep.engine.webhook.WebhookWorld.ID;
import static dev.lockstep.engine.webhook.WebhookWorld.first;
import static dev.lockstep.engine.webhook.WebhookWorld.position;
import static dev.lockstep.engine.webhook.WebhookWorld.then;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.progress.Change;
import dev.lockstep.engine.progress.Changes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotifyReceiversTest {
    private static final Optional<String> URL = Optional.of("https://own.example.com");

    private final WebhookWorld world = new WebhookWorld();

    private static final Change CLAIM = new Change.OfStage(position(2), Optional.empty(), claim("a", 1));
    private static final Change DONE =
            new Change.OfStage(position(5), Optional.of(claim("a", 1)), completed("a", 2, text("b")));

    private Change end(Execution execution) {
        return new Change.OfExecution(
                position(9), Optional.of(execution), execution.in(new ExecutionState.Completed(LATER)));
    }

    private List<String> told() {
        return world.all().stream()
                .map(delivery -> delivery.event().sequence() + " "
                        + delivery.event().type().text())
                .toList();
    }

    @Test
    void each_status_and_each_finished_stage_is_told_with_the_number_of_the_write() {
        Execution execution = world.started(URL);

        world.follow(first(execution, CLAIM));
        world.follow(then(DONE, end(execution)));

        assertThat(told()).containsExactly("1 execution.started", "3 step.completed", "4 execution.completed");
    }

    @Test
    void what_comes_again_alone_or_with_more_is_told_once() {
        Execution execution = world.started(URL);
        Changes all = first(execution, CLAIM, DONE, end(execution));

        world.follow(first(execution));
        world.follow(first(execution, CLAIM));
        world.follow(all);
        world.follow(all);
        world.follow(then(DONE));

        assertThat(told()).containsExactly("1 execution.started", "3 step.completed", "4 execution.completed");
    }

    @Test
    void an_execution_that_nobody_is_told_of_leaves_nothing_and_its_details_are_not_even_read() {
        Execution execution = world.started(Optional.empty());

        world.follow(first(execution));
        world.follow(new Changes(ID, false, false, () -> {
            throw new AssertionError("nobody wants to know");
        }));

        assertThat(world.all()).isEmpty();
        assertThat(world.watches.find(ID)).isEmpty();
    }

    @Test
    void a_subscription_is_told_of_what_it_takes_beside_the_execution_s_own_receiver() {
        world.subscribe("execution.completed");
        Execution execution = world.started(URL);

        world.follow(first(execution, CLAIM, DONE, end(execution)));

        assertThat(world.all())
                .filteredOn(delivery -> delivery.receiver() instanceof Delivery.Receiver.OfSubscription)
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.event().type()).isEqualTo(EventType.EXECUTION_COMPLETED));
        assertThat(world.all()).hasSize(4);
        assertThat(world.all().stream().map(Delivery::key)).doesNotHaveDuplicates();
    }

    @Test
    void a_subscription_that_was_made_later_is_told_of_later_executions_alone() {
        Execution execution = world.started(URL);
        world.follow(first(execution));
        world.subscribe();

        world.follow(then(CLAIM, DONE));

        assertThat(world.all()).allMatch(delivery -> delivery.receiver() instanceof Delivery.Receiver.OfExecution);
    }

    @Test
    void a_write_that_changes_no_status_is_counted_and_not_told() {
        Execution execution = world.started(URL);
        Change woken =
                new Change.OfExecution(position(3), Optional.of(execution), execution.in(new ExecutionState.Live()));

        world.follow(first(execution, CLAIM, woken, DONE));

        assertThat(told()).containsExactly("1 execution.started", "4 step.completed");
    }
}
