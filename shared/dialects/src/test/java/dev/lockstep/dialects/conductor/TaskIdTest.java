package dev.lockstep.dialects.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.usecases.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskIdTest {
    private static final ExecutionId EXECUTION = new ExecutionId("ex-01m80cd2ct0q3pep70hy56fz0t");

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with/slash", "with blank", "ünïcode", "a#b", "0/1/x"})
    void an_id_tells_what_it_is_of(String reference) {
        TaskId id = new TaskId(EXECUTION, new StageRunKey(reference, Iteration.of(0, 12)), 3);

        assertThat(id.text()).matches("task-[A-Za-z0-9_-]+");
        assertThat(TaskId.parse(id.text())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "task-", "task-!", "nothing", "task-AAAA", "task-ZXgtMDFtODBjZDJjdDBxM3BlcDcwaHk1NmZ6MHQ"})
    void what_is_no_id_is_of_no_task(String text) {
        assertThatThrownBy(() -> TaskId.parse(text))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
    }
}
