package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.VERSION;
import static dev.lockstep.engine.ports.Samples.WORKFLOW;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static dev.lockstep.engine.ports.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.ports.WorkflowStore.Head;
import dev.lockstep.engine.ports.WorkflowStore.Kind;
import dev.lockstep.engine.ports.WorkflowStore.VersionSummary;
import dev.lockstep.engine.ports.WorkflowStore.WorkflowSummary;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of workflows must do. */
public abstract class WorkflowStoreContract {
    private static final WorkflowRef SECOND = new WorkflowRef(WORKSPACE, WORKFLOW, 2);
    private static final WorkflowRef THIRD = new WorkflowRef(WORKSPACE, WORKFLOW, 3);

    private static final PageRequest ALL = new PageRequest(100, Optional.empty());

    private final Ids ids = new SequentialIds();

    protected abstract WorkflowStore workflows();

    private Page<WorkflowSummary> page(int limit, Optional<String> after) {
        return workflows().list(WORKSPACE, Kind.GRAPH, new PageRequest(limit, after));
    }

    @Test
    void a_version_is_found_as_it_was_added() {
        WorkflowVersion version = version(VERSION, "grüße");

        assertThat(workflows().add(version)).isTrue();

        WorkflowVersion found = workflows().find(VERSION).orElseThrow();
        assertThat(found.ref()).isEqualTo(version.ref());
        assertThat(found.name()).isEqualTo(version.name());
        assertThat(found.definition()).isEqualTo(version.definition());
        assertThat(found.createdAt()).isEqualTo(version.createdAt());
        assertThat(Json.toTree(found.plan())).isEqualTo(Json.toTree(version.plan()));
    }

    @Test
    void the_version_added_last_is_the_latest_and_the_earlier_stay() {
        workflows().add(version(VERSION, "one"));
        workflows().add(version(SECOND, "two"));

        assertThat(workflows().latest(WORKSPACE, WORKFLOW)).contains(SECOND);
        assertThat(workflows().find(VERSION).orElseThrow().name()).isEqualTo("one");
        assertThat(workflows().find(SECOND).orElseThrow().name()).isEqualTo("two");
        assertThat(workflows().find(THIRD)).isEmpty();
    }

    @Test
    void a_version_that_is_there_is_not_replaced() {
        workflows().add(version(VERSION, "one"));
        workflows().add(version(SECOND, "two"));

        assertThat(workflows().add(version(VERSION, "other"))).isFalse();
        assertThat(workflows().add(version(SECOND, "other"))).isFalse();

        assertThat(workflows().find(VERSION).orElseThrow().name()).isEqualTo("one");
        assertThat(workflows().find(SECOND).orElseThrow().name()).isEqualTo("two");
        assertThat(page(10, Optional.empty()).items()).containsExactly(new WorkflowSummary(WORKFLOW, "two", 2, NOW));
    }

    @Test
    void versions_have_no_gaps() {
        assertThat(workflows().add(version(SECOND, "two"))).isFalse();
        workflows().add(version(VERSION, "one"));

        assertThat(workflows().add(version(THIRD, "three"))).isFalse();

        assertThat(workflows().latest(WORKSPACE, WORKFLOW)).contains(VERSION);
        assertThat(workflows().find(THIRD)).isEmpty();
    }

    @Test
    void of_many_adds_of_a_version_exactly_one_wins() {
        List<Boolean> first = Race.of(Race.RUNNERS, i -> workflows().add(version(VERSION, "same")));
        List<Boolean> second = Race.of(Race.RUNNERS, i -> workflows().add(version(SECOND, "by " + i)));

        assertThat(first).containsOnlyOnce(true);
        assertThat(second).containsOnlyOnce(true);
        assertThat(workflows().find(SECOND).orElseThrow().name()).isEqualTo("by " + second.indexOf(true));
    }

    @Test
    void what_is_deleted_takes_no_start_and_no_version_and_is_not_listed_but_its_versions_are_found() {
        workflows().add(version(VERSION, "one"));

        assertThat(workflows().delete(WORKSPACE, WORKFLOW)).isTrue();

        assertThat(workflows().latest(WORKSPACE, WORKFLOW)).isEmpty();
        assertThat(workflows().add(version(SECOND, "two"))).isFalse();
        assertThat(workflows().add(version(VERSION, "one again"))).isFalse();
        assertThat(page(10, Optional.empty()).items()).isEmpty();
        assertThat(workflows().find(VERSION).orElseThrow().name()).isEqualTo("one");
    }

    @Test
    void only_what_is_there_is_deleted_and_only_once() {
        assertThat(workflows().delete(WORKSPACE, WORKFLOW)).isFalse();
        workflows().add(version(VERSION, "one"));

        assertThat(workflows().delete(OTHER_WORKSPACE, WORKFLOW)).isFalse();
        assertThat(Race.of(Race.RUNNERS, i -> workflows().delete(WORKSPACE, WORKFLOW)))
                .containsOnlyOnce(true);
    }

    @Test
    void pages_give_each_workflow_once_the_newest_first() {
        List<WorkflowId> added = java.util.stream.Stream.generate(ids::workflow)
                .limit(5)
                .peek(id -> workflows().add(version(new WorkflowRef(WORKSPACE, id, 1), "w")))
                .toList();
        workflows().add(version(new WorkflowRef(OTHER_WORKSPACE, ids.workflow(), 1), "theirs"));

        Page<WorkflowSummary> first = page(3, Optional.empty());
        Page<WorkflowSummary> second = page(3, first.next());

        assertThat(first.items())
                .extracting(WorkflowSummary::id)
                .isEqualTo(added.reversed().subList(0, 3));
        assertThat(second.items())
                .extracting(WorkflowSummary::id)
                .isEqualTo(added.reversed().subList(3, 5));
        assertThat(second.next()).isEmpty();
        assertThat(page(5, Optional.empty()).next()).isEmpty();
    }

    @Test
    void a_workspace_sees_nothing_of_another() {
        workflows().add(version(VERSION, "ours"));
        WorkflowRef theirs = new WorkflowRef(OTHER_WORKSPACE, WORKFLOW, 1);

        assertThat(workflows().latest(OTHER_WORKSPACE, WORKFLOW)).isEmpty();
        assertThat(workflows().find(theirs)).isEmpty();
        assertThat(workflows()
                        .list(OTHER_WORKSPACE, Kind.GRAPH, new PageRequest(10, Optional.empty()))
                        .items())
                .isEmpty();
    }

    @Test
    void an_id_of_no_proper_name_names_nothing() {
        workflows().add(version(VERSION, "one"));

        for (String forged : List.of("", "#", WORKFLOW + "#HEAD", "F#" + WORKFLOW, "x".repeat(5_000), "日本")) {
            WorkflowId id = new WorkflowId(forged);
            assertThat(workflows().latest(WORKSPACE, id)).isEmpty();
            assertThat(workflows().find(new WorkflowRef(WORKSPACE, id, 1))).isEmpty();
            assertThat(workflows().delete(WORKSPACE, id)).isFalse();
            assertThat(workflows().head(WORKSPACE, id)).isEmpty();
            assertThat(workflows().versions(WORKSPACE, id, ALL).items()).isEmpty();
            assertThat(page(10, Optional.of(forged)).next()).isEmpty();
            assertThat(workflows()
                            .list(WORKSPACE, Kind.MACHINE, new PageRequest(10, Optional.of(forged)))
                            .items())
                    .isEmpty();
            assertThat(workflows()
                            .versions(WORKSPACE, WORKFLOW, new PageRequest(10, Optional.of(forged)))
                            .next())
                    .isEmpty();
        }
        assertThat(workflows().find(new WorkflowRef(WORKSPACE, WORKFLOW, -1))).isEmpty();
        assertThat(workflows().find(new WorkflowRef(WORKSPACE, WORKFLOW, Integer.MAX_VALUE)))
                .isEmpty();
    }

    @Test
    void what_was_deleted_is_there_again_with_the_next_version_and_only_by_who_knew_that() {
        workflows().add(version(VERSION, "one"));
        workflows().delete(WORKSPACE, WORKFLOW);
        Head deleted = new Head(1, true);
        assertThat(workflows().head(WORKSPACE, WORKFLOW)).contains(deleted);

        assertThat(workflows().add(version(SECOND, "two"), Optional.of(new Head(1, false))))
                .isFalse();
        assertThat(workflows().add(version(SECOND, "two"), Optional.of(deleted)))
                .isTrue();
        assertThat(workflows().add(version(SECOND, "two"), Optional.of(deleted)))
                .isFalse();

        assertThat(workflows().latest(WORKSPACE, WORKFLOW)).contains(SECOND);
        assertThat(page(10, Optional.empty()).items()).containsExactly(new WorkflowSummary(WORKFLOW, "two", 2, NOW));
        assertThat(workflows().add(version(THIRD, "three"))).isTrue();
    }

    @Test
    void machines_are_listed_by_when_they_were_made_and_apart_from_graphs() {
        for (int i = 0; i < 5; i++) {
            WorkflowRef ref = new WorkflowRef(WORKSPACE, new WorkflowId("machine." + (i * 7 % 5)), 1);
            workflows().add(Samples.machine(ref, "m" + i, NOW.plusSeconds(i)));
        }
        WorkflowRef newer = new WorkflowRef(WORKSPACE, new WorkflowId("machine.0"), 2);
        workflows().add(Samples.machine(newer, "m0 again", NOW.plusSeconds(60)));
        workflows().add(version(VERSION, "graph"));

        Page<WorkflowSummary> first = workflows().list(WORKSPACE, Kind.MACHINE, new PageRequest(3, Optional.empty()));
        Page<WorkflowSummary> second = workflows().list(WORKSPACE, Kind.MACHINE, new PageRequest(3, first.next()));

        assertThat(first.items()).extracting(WorkflowSummary::name).containsExactly("m4", "m3", "m2");
        assertThat(second.items()).extracting(WorkflowSummary::name).containsExactly("m1", "m0 again");
        assertThat(second.items().getLast()).isEqualTo(new WorkflowSummary(newer.workflow(), "m0 again", 2, NOW));
        assertThat(second.next()).isEmpty();
        assertThat(page(10, Optional.empty()).items())
                .extracting(WorkflowSummary::name)
                .containsExactly("graph");
    }

    @Test
    void a_machine_that_was_deleted_and_made_again_is_listed_as_new_and_once() {
        WorkflowRef one = new WorkflowRef(WORKSPACE, new WorkflowId("b"), 1);
        WorkflowRef other = new WorkflowRef(WORKSPACE, new WorkflowId("a"), 1);
        workflows().add(Samples.machine(one, "one", NOW));
        workflows().add(Samples.machine(other, "other", NOW.plusSeconds(1)));
        workflows().delete(WORKSPACE, one.workflow());
        WorkflowRef again = new WorkflowRef(WORKSPACE, one.workflow(), 2);
        workflows().add(Samples.machine(again, "one again", NOW.plusSeconds(2)), Optional.of(new Head(1, true)));

        assertThat(workflows().list(WORKSPACE, Kind.MACHINE, ALL).items())
                .extracting(WorkflowSummary::name)
                .containsExactly("one again", "other");
    }

    @Test
    void pages_give_each_version_once_the_newest_first_also_of_what_is_deleted() {
        workflows().add(version(VERSION, "one"));
        workflows().add(version(SECOND, "two"));
        workflows().add(version(THIRD, "three"));
        workflows().delete(WORKSPACE, WORKFLOW);

        Page<VersionSummary> first = workflows().versions(WORKSPACE, WORKFLOW, new PageRequest(2, Optional.empty()));
        Page<VersionSummary> second = workflows().versions(WORKSPACE, WORKFLOW, new PageRequest(2, first.next()));

        assertThat(first.items())
                .containsExactly(new VersionSummary(3, "three", NOW), new VersionSummary(2, "two", NOW));
        assertThat(second.items()).containsExactly(new VersionSummary(1, "one", NOW));
        assertThat(second.next()).isEmpty();
    }
}
