package dev.lockstep.engine.ports.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.Samples;
import dev.lockstep.engine.ports.StepQueue;
import dev.lockstep.engine.ports.StepQueueContract;
import dev.lockstep.engine.ports.memory.InMemoryStepQueue.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryStepQueueTest extends StepQueueContract {
    private Instant now = Samples.NOW;
    private final InMemoryStepQueue queue = new InMemoryStepQueue(() -> now);

    @Override
    protected StepQueue queue() {
        return queue;
    }

    @Override
    protected Instant now() {
        return now;
    }

    /** Waiting is setting the clock. */
    @Override
    protected List<Step> receive(int count) {
        List<Step> received = new ArrayList<>();
        while (received.size() < count) {
            Optional<Message> message = queue.take();
            message.ifPresentOrElse(
                    taken -> received.add(taken.step()),
                    () -> now = queue.nextDue().orElseThrow());
        }
        return received;
    }

    @Test
    void a_message_that_is_given_back_comes_again_after_its_time_and_counts_its_deliveries() {
        queue.send(List.of(new StepQueue.Delayed(
                new Step(Samples.VERSION, new SequentialIds().execution(), StageRunKey.first("a")), Duration.ZERO)));

        Message first = queue.take().orElseThrow();
        assertThat(queue.take()).isEmpty();
        queue.redeliver(first, Duration.ofSeconds(30));
        assertThat(queue.take()).isEmpty();
        now = now.plusSeconds(30);
        Message second = queue.take().orElseThrow();

        assertThat(second.step()).isEqualTo(first.step());
        assertThat(second.deliveries()).isEqualTo(2);
        assertThat(queue.nextDue()).isEmpty();
    }
}
