package dev.lockstep.adapters.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a#b", "a b", "ü", "a\u0000"})
    void a_workspace_of_such_a_name_has_no_keys(String name) {
        Workspace workspace = new Workspace(name);

        assertThatThrownBy(() -> Keys.workspacePk(workspace)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Keys.idempotencyKey(workspace, "k")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Keys.workflowKey(workspace, new WorkflowId("w")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Keys.isId(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a#b", "#", "join:a#0", "##0"})
    void a_stage_run_is_known_by_its_key_whatever_its_stage_is_called(String stage) {
        StageRunKey run = new StageRunKey(stage, Iteration.of(0, 12, 7));

        assertThat(Keys.stageRunOf(Keys.stageRun(new ExecutionId("ex-1"), run))).isEqualTo(run);
    }

    @Test
    void stages_and_iterations_cannot_be_mistaken_for_each_other() {
        ExecutionId id = new ExecutionId("ex-1");

        assertThat(Keys.stageRun(id, new StageRunKey("a#1", Iteration.of(2))))
                .isNotEqualTo(Keys.stageRun(id, new StageRunKey("a", Iteration.of(12))))
                .isNotEqualTo(Keys.stageRun(id, new StageRunKey("a", Iteration.of(1, 2))));
    }
}
