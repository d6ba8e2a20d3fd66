package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.TaskLogs.Attempt;
import dev.lockstep.engine.ports.TaskLogs.Line;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What everything must do that keeps what workers say. */
public abstract class TaskLogsContract {
    private final Ids ids = new SequentialIds();

    protected abstract TaskLogs logs();

    private static Attempt attempt(ExecutionId execution, String stage, int number) {
        return new Attempt(execution, StageRunKey.first(stage), number);
    }

    @Test
    void lines_come_back_in_the_order_in_which_they_were_said() {
        Attempt attempt = attempt(ids.execution(), "a b/ü", 1);

        logs().add(attempt, List.of(new Line(LATER, "one"), new Line(NOW, "two")));
        IntStream.range(0, 11).forEach(i -> logs().add(attempt, List.of(new Line(NOW, "more " + i))));

        List<Line> read = logs().read(attempt);
        assertThat(read).hasSize(13);
        assertThat(read).startsWith(new Line(LATER, "one"), new Line(NOW, "two"), new Line(NOW, "more 0"));
        assertThat(read).endsWith(new Line(NOW, "more 9"), new Line(NOW, "more 10"));
    }

    @Test
    void each_attempt_has_its_own() {
        ExecutionId execution = ids.execution();
        Attempt attempt = attempt(execution, "a", 1);
        logs().add(attempt, List.of(new Line(NOW, "mine")));

        assertThat(logs().read(attempt(execution, "a", 11))).isEmpty();
        assertThat(logs().read(attempt(execution, "b", 1))).isEmpty();
        assertThat(logs().read(attempt(ids.execution(), "a", 1))).isEmpty();
        assertThat(logs().read(new Attempt(execution, new StageRunKey("a", Iteration.of(0, 1)), 1)))
                .isEmpty();
        assertThat(logs().read(attempt)).hasSize(1);
    }

    @Test
    void what_has_no_room_any_more_is_not_added() {
        Attempt attempt = attempt(ids.execution(), "a", 1);
        String half = "x".repeat(Math.toIntExact(TaskLogs.MOST_CHARACTERS / 2));

        assertThat(logs().add(attempt, List.of(new Line(NOW, half)))).isTrue();
        assertThat(logs().add(attempt, List.of(new Line(NOW, half)))).isTrue();
        assertThat(logs().add(attempt, List.of(new Line(NOW, "more")))).isFalse();

        assertThat(logs().read(attempt)).hasSize(2);
    }

    @Test
    void there_are_only_so_many_entries() {
        Attempt attempt = attempt(ids.execution(), "a", 1);
        IntStream.range(0, TaskLogs.MOST_ENTRIES).forEach(i -> logs().add(attempt, List.of(new Line(NOW, "x"))));

        assertThat(logs().add(attempt, List.of(new Line(NOW, "more")))).isFalse();

        assertThat(logs().read(attempt)).hasSize(TaskLogs.MOST_ENTRIES);
    }

    @Test
    void of_what_is_no_execution_nothing_is_kept() {
        Attempt forged = attempt(new ExecutionId("ex#1"), "a", 1);

        assertThat(logs().add(forged, List.of(new Line(NOW, "x")))).isFalse();

        assertThat(logs().read(forged)).isEmpty();
    }
}
