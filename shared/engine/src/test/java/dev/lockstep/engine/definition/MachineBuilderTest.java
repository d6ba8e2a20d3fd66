package dev.lockstep.engine.definition;

import static dev.lockstep.engine.definition.MachineFixtures.leaveRequest;
import static dev.lockstep.engine.definition.MachineFixtures.machine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineBuilderTest {
    private static Moves moves(Plan plan, String state) {
        return plan.task(state).place().moves().orElseThrow();
    }

    private static List<String> flaws(String... lines) {
        return MachineFixtures.builder(lines).flaws().stream()
                .map(flaw -> flaw.node() + flaw.transition().map(t -> "." + t).orElse("") + " " + flaw.message())
                .toList();
    }

    @Test
    void a_branch_arrives_at_the_join_and_leaves_for_what_is_outside() {
        Plan plan = leaveRequest();

        assertThat(moves(plan, "draft").forks()).isEmpty();
        assertThat(moves(plan, "draft").edge("submit")).isEqualTo(new Edge.Enter("approval"));
        assertThat(moves(plan, "manager").forks()).containsExactly("approval");
        assertThat(moves(plan, "manager").edge("manager_approve")).isEqualTo(new Edge.Arrive("gate"));
        assertThat(moves(plan, "manager").edge("manager_deny"))
                .isEqualTo(new Edge.Leave("approval", new Edge.Enter("draft")));
        assertThat(plan.stage("gate"))
                .isEqualTo(new Stage.Join("gate", 2, 2, List.of(new Edge.Enter("approved")), Optional.of("approval")));
    }

    @Test
    void a_state_that_leads_back_into_its_branch_is_part_of_it() {
        Plan plan = machine(
                "fork fork a,b", "a deny>rework ok>gate", "rework again>a", "b ok>gate", "gate all end", "end end");

        assertThat(moves(plan, "rework").forks()).containsExactly("fork");
        assertThat(moves(plan, "a").edge("deny")).isEqualTo(new Edge.Enter("rework"));
    }

    @Test
    void a_state_that_ends_the_execution_is_outside_every_fork() {
        Plan plan = machine(
                "fork fork a,b", "a reject>rejected ok>gate", "b ok>gate", "gate all end", "end end", "rejected end");

        assertThat(moves(plan, "a").edge("reject")).isEqualTo(new Edge.Leave("fork", new Edge.Enter("rejected")));
    }

    @Test
    void forks_within_forks_are_left_one_by_one_or_together() {
        Plan plan = machine(
                "start go>outer",
                "outer fork inner,c",
                "inner fork a,b",
                "a ok>within up>side out>start skip>gate",
                "b ok>within",
                "within all side",
                "side ok>gate",
                "c ok>gate",
                "gate any end",
                "end end");

        assertThat(moves(plan, "a").forks()).containsExactly("outer", "inner");
        assertThat(moves(plan, "side").forks()).containsExactly("outer");
        assertThat(moves(plan, "a").edge("up")).isEqualTo(new Edge.Leave("inner", new Edge.Enter("side")));
        assertThat(moves(plan, "a").edge("out")).isEqualTo(new Edge.Leave("outer", new Edge.Enter("start")));
        assertThat(moves(plan, "a").edge("skip")).isEqualTo(new Edge.Leave("inner", new Edge.Arrive("gate")));
    }

    @Test
    void a_plan_reads_back_as_it_was_written() {
        Plan plan = leaveRequest();

        assertThat(Json.write(Json.fromTree(Json.read(Json.write(plan)), Plan.class)))
                .isEqualTo(Json.write(plan));
    }

    @Test
    void a_state_that_nothing_leads_to_is_refused() {
        assertThat(flaws("a ok>end", "lost ok>end", "end end"))
                .containsExactly("lost cannot be reached from the start, a");
    }

    @Test
    void a_fork_without_a_join_is_refused() {
        assertThat(flaws("fork fork a,b", "a ok>end", "b ok>end", "end end"))
                .containsExactly("fork its branches come together in no join");
    }

    @Test
    void a_branch_that_does_not_lead_to_the_join_is_refused() {
        assertThat(flaws("fork fork a,b,c", "a ok>gate", "b ok>gate", "c ok>end", "gate all end", "end end"))
                .containsExactly("fork its branch c does not lead to gate");
    }

    @Test
    void a_join_that_no_branch_reaches_is_refused() {
        assertThat(flaws("a ok>end", "gate all end", "end end"))
                .containsExactly("gate no branch of a fork reaches this join");
    }

    @Test
    void a_join_that_is_reached_without_a_fork_is_refused() {
        assertThat(flaws("a ok>gate", "gate all end", "end end"))
                .containsExactly("gate is reached without a fork whose branches come together here");
    }

    @Test
    void a_way_into_a_branch_past_its_fork_is_refused() {
        assertThat(flaws("start go>fork fast>a", "fork fork a,b", "a ok>gate", "b ok>gate", "gate all end", "end end"))
                .isNotEmpty();
        assertThat(flaws(
                        "fork fork a,b", "a ok>gate", "b ok>gate", "gate all after", "after again>a ok>end", "end end"))
                .isNotEmpty();
    }

    @Test
    void a_fork_into_itself_is_refused() {
        assertThat(flaws("fork fork fork,b", "b ok>gate", "gate all end", "end end"))
                .contains("fork forks into itself");
        assertThat(flaws("one fork two,b", "two fork one,c", "b ok>gate", "c ok>gate", "gate all end", "end end"))
                .isNotEmpty();
    }

    @Test
    void a_join_cannot_be_the_start() {
        assertThat(flaws("gate all end", "end end"))
                .contains("gate a join cannot be the start: it is for the branches of a fork");
    }
}
