package dev.lockstep.engine.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StepQueue.Delayed;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every queue of steps must do. */
public abstract class StepQueueContract {
    private final Ids ids = new SequentialIds();

    protected abstract StepQueue queue();

    /** The next so many steps that the queue delivers; waits for them. */
    protected abstract List<Step> receive(int count);

    /** The queue's time. */
    protected abstract Instant now();

    private List<Step> steps(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Step(
                        Samples.VERSION, ids.execution(), new StageRunKey("stage-ü#" + i, Iteration.of(i, i % 3))))
                .toList();
    }

    private static List<Delayed> delayed(List<Step> steps, Duration delay) {
        return steps.stream().map(step -> new Delayed(step, delay)).toList();
    }

    @Test
    void a_step_is_delivered_as_it_was_sent() {
        List<Step> sent = steps(1);

        queue().send(delayed(sent, Duration.ZERO));

        assertThat(receive(1)).isEqualTo(sent);
    }

    @Test
    void all_of_many_steps_are_delivered() {
        List<Step> sent = steps(47);

        queue().send(delayed(sent, Duration.ZERO));

        assertThat(receive(47)).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void steps_sent_side_by_side_are_all_delivered() {
        List<Step> sent = steps(3 * Race.RUNNERS);

        Race.of(Race.RUNNERS, i -> {
            queue().send(delayed(sent.subList(3 * i, 3 * i + 3), Duration.ZERO));
            return i;
        });

        assertThat(receive(sent.size())).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void a_step_is_not_delivered_before_its_delay_is_over() {
        Instant sentAt = now();
        queue().send(delayed(steps(1), Duration.ofMillis(1_200)));

        receive(1);

        assertThat(now()).isAfterOrEqualTo(sentAt.plusMillis(1_200));
    }

    @Test
    void nothing_is_sent_where_there_is_nothing_to_send() {
        queue().send(List.of());
        List<Step> sent = steps(1);

        queue().send(delayed(sent, Duration.ZERO));

        assertThat(receive(1)).isEqualTo(sent);
    }

    @Test
    void no_delay_is_past_the_longest_nor_below_none() {
        Step step = steps(1).getFirst();

        assertThatThrownBy(() -> new Delayed(step, StepQueue.MAX_DELAY.plusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Delayed(step, Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
