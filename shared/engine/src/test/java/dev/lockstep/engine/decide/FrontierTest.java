package dev.lockstep.engine.decide;

import static dev.lockstep.engine.definition.PlanFixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrontierTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Plan DIAMOND = plan("a", "b<a", "c<a", "d<b,c");

    private static StageRun done(String stage) {
        return new StageRun(
                StageRunKey.first(stage),
                1,
                new StageRunState.Completed(1, T0, T0.plusSeconds(5), Optional.empty(), Json.object()));
    }

    private static StageRun arrived(Integer... branches) {
        return new StageRun(
                StageRunKey.first("join:d"), branches.length, new StageRunState.Gathering(Set.of(branches)));
    }

    private static Frontier frontier(StageRun... runs) {
        WorkflowRef ref = new WorkflowRef(Workspace.DEFAULT, new WorkflowId("wf-1"), 1);
        Execution execution =
                new Execution(new ExecutionId("ex-1"), ref, Json.object(), Tags.NONE, T0, new ExecutionState.Live(), 1);
        return new Frontier(DIAMOND, Recorded.of(execution, List.of(runs)));
    }

    private static Effect send(String stage) {
        return Effect.Send.now(StageRunKey.first(stage));
    }

    record Row(String lost, Frontier frontier, List<Effect> found) {
        @Override
        public String toString() {
            return lost;
        }
    }

    static Stream<Row> losses() {
        return Stream.of(
                new Row("the first step", frontier(), List.of(send("a"))),
                new Row("both steps of a fork", frontier(done("a")), List.of(send("b"), send("c"))),
                new Row("one step of a fork", frontier(done("a"), done("b"), arrived(0)), List.of(send("c"))),
                new Row(
                        "an arrival",
                        frontier(done("a"), done("b"), done("c"), arrived(0)),
                        List.of(new Effect.Arrive(StageRunKey.first("join:d"), Set.of(1), Set.of()))),
                new Row(
                        "the step behind a join",
                        frontier(done("a"), done("b"), done("c"), arrived(0, 1)),
                        List.of(send("d"))),
                new Row(
                        "the end",
                        frontier(done("a"), done("b"), done("c"), arrived(0, 1), done("d")),
                        List.of(new Effect.End(new ExecutionState.Completed(T0.plusSeconds(5))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void whatever_was_lost_is_found_from_the_records(Row row) {
        assertThat(row.frontier().effects(T0.plusSeconds(60))).containsExactlyInAnyOrderElementsOf(row.found());
    }

    @Test
    void a_retry_that_waits_is_a_timer() {
        Instant next = T0.plusSeconds(3600);
        StageRun retrying = new StageRun(
                StageRunKey.first("b"),
                1,
                new StageRunState.Retrying(1, T0, T0.plusSeconds(7), next, new Failure("Broken", "")));
        Frontier frontier = frontier(done("a"), retrying);

        assertThat(frontier.outlook(T0.plusSeconds(60)).timers())
                .containsExactly(new Effect.Send(StageRunKey.first("b"), next));
        assertThat(frontier.lastChange()).isEqualTo(T0.plusSeconds(7));
    }
}
