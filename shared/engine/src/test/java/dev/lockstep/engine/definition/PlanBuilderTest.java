package dev.lockstep.engine.definition;

import static dev.lockstep.engine.definition.PlanFixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanBuilderTest {
    @Test
    void a_chain_has_no_joins_and_its_last_stage_ends_the_execution() {
        Plan plan = plan("a", "b<a", "c<b");

        assertThat(plan.entry()).containsExactly("a");
        assertThat(plan.stage("a").next()).containsExactly(new Edge.To("b"));
        assertThat(plan.stage("c").next()).containsExactly(new Edge.End());
        assertThat(plan.stages()).hasSize(3);
    }

    @Test
    void a_stage_after_several_gets_a_join_in_front() {
        Plan plan = plan("a", "b<a", "c<a", "d<b,c");

        assertThat(plan.stage("a").next()).containsExactly(new Edge.To("b"), new Edge.To("c"));
        assertThat(plan.stage("b").next()).containsExactly(new Edge.Into("join:d", 0, "d"));
        assertThat(plan.stage("c").next()).containsExactly(new Edge.Into("join:d", 1, "d"));
        assertThat(plan.stage("join:d")).isEqualTo(new Stage.Join("join:d", 2, 2, List.of(new Edge.To("d"))));
    }

    @Test
    void several_last_stages_meet_before_the_end() {
        Plan plan = plan("a", "b<a", "c<a");

        assertThat(plan.stage("end:")).isEqualTo(new Stage.Join("end:", 2, 2, List.of(new Edge.End())));
        assertThat(plan.lastTasks()).containsExactly("b", "c");
    }

    @Test
    void no_join_gathers_more_than_a_hundred_and_every_branch_reaches_the_end() {
        List<String> stages = new ArrayList<>(List.of("root"));
        IntStream.range(0, 999).forEach(i -> stages.add("leaf" + i + "<root"));
        Plan plan = plan(stages.toArray(String[]::new));

        List<Stage.Join> joins = plan.stages().stream()
                .filter(Stage.Join.class::isInstance)
                .map(Stage.Join.class::cast)
                .toList();
        assertThat(joins).allSatisfy(join -> assertThat(join.branches()).isBetween(2, 100));
        assertThat(joins.stream()
                        .filter(join -> !join.id().equals("end:"))
                        .mapToInt(Stage.Join::branches)
                        .sum())
                .isEqualTo(999);
        assertThat(plan.lastTasks()).hasSize(999);
    }

    @Test
    void a_merge_cancels_what_a_merge_within_one_of_its_branches_left_behind() {
        Plan plan = new PlanBuilder()
                .add(plan("sure").task("sure"), List.of())
                .add(plan("slow").task("slow"), List.of())
                .add(plan("quick").task("quick"), List.of("sure"))
                .add(first("inner", "quick", "slow"), List.of("quick", "slow"))
                .add(plan("other").task("other"), List.of("sure", "slow"))
                .add(first("outer", "inner", "other"), List.of("inner", "other"))
                .build(Json.object());

        assertThat(plan.task("slow").place().guards()).containsExactly("outer");
        assertThat(plan.task("inner").place().guards()).containsExactly("outer");
        assertThat(plan.task("quick").place().guards()).containsExactly("inner", "outer");
    }

    private static Stage.Task first(String id, String... sources) {
        return plan(id).task(id).doing(new Activity.Merge(List.of(sources), 1));
    }

    @Test
    void a_plan_reads_back_as_it_was_written() {
        Plan plan = plan(
                new RetryPolicy(3, RetryPolicy.Backoff.EXPONENTIAL, 1, 60, List.of("InvalidInput")),
                "a",
                "b<a",
                "c<a",
                "d<b,c");

        String written = Json.write(plan);
        Plan read = Json.fromTree(Json.read(written), Plan.class);

        assertThat(Json.write(read)).isEqualTo(written);
        assertThat(read.entry()).isEqualTo(plan.entry());
        assertThat(read.task("d").reads()).containsExactly("b", "c");
        assertThat(read.task("a").policy()).isEqualTo(plan.task("a").policy());
    }
}
