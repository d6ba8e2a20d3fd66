package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKFLOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.VERSION;
import static dev.lockstep.engine.ports.Samples.WORKFLOW;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static dev.lockstep.engine.ports.Samples.execution;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How every store of executions lists them. */
public abstract class ExecutionListContract {
    private final Ids ids = new SequentialIds();

    protected abstract ExecutionStore executions();

    protected abstract ExecutionList list();

    private List<ExecutionId> created(int count, WorkflowRef workflow) {
        List<ExecutionId> created = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ExecutionId id = ids.execution();
            executions().create(execution(id, workflow), NOW);
            created.add(id);
        }
        return created.reversed();
    }

    private Page<ExecutionSummary> page(
            WorkflowId workflow, Optional<ExecutionState.Name> state, int limit, Optional<String> after) {
        return executions().list(WORKSPACE, workflow, state, new PageRequest(limit, after));
    }

    /** All pages, one after the other. */
    private List<ExecutionId> walk(Optional<ExecutionState.Name> state, int limit) {
        List<ExecutionId> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<ExecutionSummary> page = page(WORKFLOW, state, limit, after);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            page.items().forEach(summary -> all.add(summary.id()));
            after = page.next();
        } while (after.isPresent());
        return all;
    }

    @Test
    void pages_give_each_execution_once_the_newest_first() {
        List<ExecutionId> created = created(7, VERSION);

        assertThat(walk(Optional.empty(), 3)).isEqualTo(created);
        assertThat(walk(Optional.empty(), 100)).isEqualTo(created);
    }

    @Test
    void a_full_last_page_is_known_to_be_the_last() {
        created(4, VERSION);

        Page<ExecutionSummary> first = page(WORKFLOW, Optional.empty(), 2, Optional.empty());
        Page<ExecutionSummary> second = page(WORKFLOW, Optional.empty(), 2, first.next());

        assertThat(first.next()).isPresent();
        assertThat(second.items()).hasSize(2);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void all_versions_of_the_workflow_are_listed_and_no_other_workflow_or_workspace() {
        List<ExecutionId> first = created(1, VERSION);
        created(1, new WorkflowRef(WORKSPACE, OTHER_WORKFLOW, 1));
        created(1, new WorkflowRef(OTHER_WORKSPACE, WORKFLOW, 1));
        List<ExecutionId> second = created(1, new WorkflowRef(WORKSPACE, WORKFLOW, 2));

        assertThat(walk(Optional.empty(), 100)).containsExactly(second.getFirst(), first.getFirst());
    }

    @Test
    void a_summary_tells_state_and_times() {
        List<ExecutionId> created = created(2, VERSION);
        executions().end(created.getFirst(), new ExecutionState.Completed(LATER));

        assertThat(page(WORKFLOW, Optional.empty(), 10, Optional.empty()).items())
                .containsExactly(
                        new ExecutionSummary(created.get(0), ExecutionState.Name.COMPLETED, NOW, Optional.of(LATER)),
                        new ExecutionSummary(created.get(1), ExecutionState.Name.LIVE, NOW, Optional.empty()));
    }

    @Test
    void only_those_in_the_state_are_listed_where_one_is_given() {
        List<ExecutionId> created = created(9, VERSION);
        List<ExecutionId> canceled = List.of(created.get(1), created.get(4), created.get(8));
        canceled.forEach(id -> executions().end(id, new ExecutionState.Canceled(LATER, "key", Optional.empty())));

        assertThat(walk(Optional.of(ExecutionState.Name.CANCELED), 2)).isEqualTo(canceled);
        assertThat(walk(Optional.of(ExecutionState.Name.LIVE), 2)).hasSize(6).doesNotContainAnyElementsOf(canceled);
        assertThat(walk(Optional.of(ExecutionState.Name.FAILED), 2)).isEmpty();
    }

    @Test
    void a_workflow_or_a_page_of_no_proper_name_is_an_empty_list() {
        created(1, VERSION);

        for (String forged : List.of("#", "", "a#b", "x".repeat(5_000), "日本")) {
            assertThat(page(new WorkflowId(forged), Optional.empty(), 10, Optional.empty())
                            .items())
                    .isEmpty();
            assertThat(page(WORKFLOW, Optional.empty(), 10, Optional.of(forged)).next())
                    .isEmpty();
        }
    }

    private List<ExecutionId> walkAll(Optional<WorkflowId> workflow, int limit) {
        List<ExecutionId> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<Execution> page = list().newest(WORKSPACE, workflow, new PageRequest(limit, after));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            page.items().forEach(execution -> all.add(execution.id()));
            after = page.next();
        } while (after.isPresent());
        return all;
    }

    @Test
    void all_executions_of_a_workspace_are_listed_the_newest_first_each_once_and_by_workflow_too() {
        List<ExecutionId> older = created(4, VERSION);
        List<ExecutionId> other = created(3, new WorkflowRef(WORKSPACE, OTHER_WORKFLOW, 1));
        created(2, new WorkflowRef(OTHER_WORKSPACE, WORKFLOW, 1));
        List<ExecutionId> all = new ArrayList<>(other);
        all.addAll(older);

        assertThat(walkAll(Optional.empty(), 2)).isEqualTo(all);
        assertThat(walkAll(Optional.empty(), 7)).isEqualTo(all);
        assertThat(walkAll(Optional.of(WORKFLOW), 2)).isEqualTo(older);
        assertThat(walkAll(Optional.of(OTHER_WORKFLOW), 100)).isEqualTo(other);
    }

    @Test
    void those_listed_tell_all_that_is_recorded_but_their_input() {
        ExecutionId id = created(1, VERSION).getFirst();
        Control killed = new Control(LATER, Control.Kind.KILL, new Actor("key", Optional.of("stuck")));
        executions()
                .change(
                        id,
                        Set.of(ExecutionState.Name.LIVE),
                        new ExecutionState.Canceled(LATER, "key", Optional.of("stuck")),
                        Optional.empty(),
                        new Execution.Past(List.of(killed), List.of()));
        Execution recorded = executions().read(id).orElseThrow().execution();

        Execution listed = list().newest(WORKSPACE, Optional.empty(), new PageRequest(1, Optional.empty()))
                .items()
                .getFirst();

        assertThat(listed.input().isMissingNode()).isTrue();
        assertThat(listed)
                .isEqualTo(new Execution(
                        id,
                        recorded.workflow(),
                        listed.input(),
                        recorded.tags(),
                        recorded.parent(),
                        recorded.createdAt(),
                        recorded.state(),
                        recorded.past(),
                        recorded.revision()));
    }

    @Test
    void a_list_by_no_proper_name_is_empty() {
        created(1, VERSION);

        for (String forged : List.of("#", "", "a#b", "x".repeat(5_000), "日本")) {
            PageRequest all = new PageRequest(10, Optional.empty());
            assertThat(list().newest(WORKSPACE, Optional.of(new WorkflowId(forged)), all)
                            .items())
                    .isEmpty();
            assertThat(list().newest(WORKSPACE, Optional.empty(), new PageRequest(10, Optional.of(forged)))
                            .next())
                    .isEmpty();
        }
    }
}
