package dev.lockstep.engine.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What everything must do that tells how many tasks there are; each test has queues of its own. */
public abstract class QueueSizesContract {
    private static final TaskType MAIL = new TaskType(Samples.WORKSPACE, "mail");
    private static final TaskType ELSEWHERE = new TaskType(Samples.OTHER_WORKSPACE, "mail");

    protected abstract WorkerTasks tasks();

    protected abstract WorkerInbox inbox();

    protected abstract QueueSizes sizes();

    private void offer(String execution) {
        Step step = new Step(Samples.VERSION, new ExecutionId(execution), StageRunKey.first("mail"));
        tasks().offer(MAIL.name(), step);
    }

    @Test
    void tasks_wait_until_they_are_taken_and_are_gone_when_they_are_deleted() {
        offer("ex-1");
        offer("ex-2");
        assertThat(sizes().of(MAIL)).isEqualTo(new QueueSizes.Size(2, 0));

        String receipt =
                inbox().receive(MAIL, 1, Duration.ofSeconds(1)).getFirst().receipt();
        assertThat(sizes().of(MAIL)).isEqualTo(new QueueSizes.Size(1, 1));

        inbox().delete(MAIL, receipt);
        assertThat(sizes().of(MAIL)).isEqualTo(new QueueSizes.Size(1, 0));
    }

    @Test
    void where_there_was_no_task_there_is_none_and_other_workspaces_have_their_own() {
        assertThat(sizes().of(MAIL)).isEqualTo(QueueSizes.Size.NONE);
        offer("ex-1");

        assertThat(sizes().of(ELSEWHERE)).isEqualTo(QueueSizes.Size.NONE);
    }
}
