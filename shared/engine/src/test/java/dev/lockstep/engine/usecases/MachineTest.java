package dev.lockstep.engine.usecases;

import static dev.lockstep.engine.definition.MachineFixtures.leaveRequest;
import static dev.lockstep.engine.definition.MachineFixtures.machine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Position;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.MachineFixtures;
import dev.lockstep.engine.definition.MachineNode;
import dev.lockstep.engine.definition.Moves;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What transitions come to. */
class MachineTest {
    private final World world = new World();

    private ExecutionId start(Plan plan) {
        ExecutionId id = world.start(world.register(plan));
        settle();
        return id;
    }

    private void settle() {
        boolean more = true;
        while (more) {
            more = world.deliver();
        }
    }

    private Caller caller(String key, String... roles) {
        return new Caller(World.CALLER.workspace(), key, Set.of(roles));
    }

    private void move(ExecutionId id, String transition) {
        move(World.CALLER, id, transition);
    }

    private ReadExecution.Found move(Caller caller, ExecutionId id, String transition) {
        return world.transitions.take(
                caller, id, new TakeTransition.Request(transition, Optional.empty(), Json.object(), Optional.empty()));
    }

    private List<String> states(ExecutionId id) {
        return states(world.plan(id), id);
    }

    private List<String> states(Plan plan, ExecutionId id) {
        return Position.of(plan, world.read(id), world.clock.instant()).visits().stream()
                .map(visit -> visit.state().id())
                .toList();
    }

    private static void isRefused(Refusal.Kind kind, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }

    @Test
    void both_branches_of_a_fork_are_entered_at_once_and_joined_when_both_have_arrived() {
        ExecutionId id = start(leaveRequest());
        assertThat(states(id)).containsExactly("draft");

        move(id, "submit");
        assertThat(states(id)).containsExactly("manager", "hr");
        move(id, "hr_approve");
        assertThat(states(id)).containsExactly("manager");
        move(id, "manager_approve");

        assertThat(states(id)).containsExactly("approved");
        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void who_leaves_a_fork_ends_its_other_branches() {
        ExecutionId id = start(leaveRequest());
        move(id, "submit");
        move(id, "hr_approve");
        move(id, "manager_deny");
        assertThat(states(id)).containsExactly("draft");

        move(id, "submit");
        move(id, "hr_deny");
        settle();

        assertThat(states(id)).containsExactly("draft");
        assertThat(world.read(id)
                        .run(new StageRunKey("manager", Iteration.of(0, 3, 0, 0)))
                        .orElseThrow()
                        .state())
                .isInstanceOf(StageRunState.Canceled.class);
        isRefused(Refusal.Kind.INVALID, () -> move(id, "manager_approve"));
    }

    @Test
    void a_fork_that_was_left_takes_all_its_branches_again_when_it_is_entered_again() {
        ExecutionId id = start(leaveRequest());
        for (int i = 0; i < 20; i++) {
            move(id, "submit");
            move(id, "hr_approve");
            move(id, "manager_deny");
        }
        move(id, "submit");
        assertThat(states(id)).containsExactly("manager", "hr");
    }

    @Test
    void the_first_to_arrive_at_a_join_of_any_ends_the_others() {
        ExecutionId id = start(
                machine("fork fork a,b", "a ok>gate", "b more>b ok>gate", "gate any after", "after ok>end", "end end"));
        move(id, "more");
        move(id, "more");
        assertThat(states(id)).containsExactly("a", "b");

        move(id, "ok");
        settle();

        assertThat(states(id)).containsExactly("after");
        assertThat(world.read(id)
                        .run(new StageRunKey("b", Iteration.of(0, 0, 1, 2)))
                        .orElseThrow()
                        .state())
                .isInstanceOf(StageRunState.Canceled.class);
    }

    @Test
    void joins_within_joins_let_their_tokens_through_one_after_the_other() {
        ExecutionId id = start(machine(
                "outer fork inner,c",
                "inner fork a,b",
                "a a>within",
                "b b>within",
                "within all gate",
                "c c>gate",
                "gate all end",
                "end end"));
        assertThat(states(id)).containsExactly("a", "b", "c");
        move(id, "a");
        move(id, "c");
        assertThat(states(id)).containsExactly("b");
        move(id, "b");
        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void leaving_the_outer_of_two_forks_ends_what_is_within_the_inner() {
        ExecutionId id = start(machine(
                "start go>outer",
                "outer fork inner,c",
                "inner fork a,b",
                "a ok>within",
                "b ok>within",
                "within all gate",
                "c ok>gate back>start",
                "gate all end",
                "end end"));
        move(id, "go");
        move(id, "back");
        settle();

        assertThat(states(id)).containsExactly("start");
        assertThat(world.read(id)
                        .run(new StageRunKey("a", Iteration.of(0, 1, 0, 0, 0, 0)))
                        .orElseThrow()
                        .state())
                .isInstanceOf(StageRunState.Canceled.class);
    }

    @Test
    void of_two_who_move_one_state_at_the_same_time_one_is_told_to_come_again() {
        ExecutionId id = start(leaveRequest());
        world.meanwhile.before("write", () -> move(id, "submit"));

        isRefused(Refusal.Kind.BUSY, () -> move(id, "submit"));
        assertThat(states(id)).containsExactly("manager", "hr");
        isRefused(Refusal.Kind.INVALID, () -> move(id, "submit"));
    }

    @Test
    void of_two_who_leave_a_fork_by_different_branches_one_is_told_to_come_again() {
        ExecutionId id = start(machine(
                "start go>fork",
                "fork fork a,b",
                "a ok>gate aside>left",
                "b ok>gate back>start",
                "gate all end",
                "end end",
                "left ok>end"));
        move(id, "go");
        world.meanwhile.before("write", () -> move(id, "back"));

        isRefused(Refusal.Kind.BUSY, () -> move(id, "aside"));
        settle();
        assertThat(states(id)).containsExactly("start");
    }

    @Test
    void a_state_that_works_moves_on_when_its_work_is_done_or_has_failed() {
        Plan plan = MachineFixtures.builder("start go>work", "fixed ok>end", "end end")
                .add(MachineFixtures.work("work", World.EFFECT, "done>end", "failed>fixed"))
                .build(Json.object());
        world.failuresToCome.put("work", 1);
        ExecutionId id = start(plan);
        move(id, "go");
        assertThat(states(plan, id)).containsExactly("work");
        settle();
        assertThat(states(plan, id)).containsExactly("fixed");
        move(id, "ok");

        ExecutionId other = start(plan);
        move(other, "go");
        settle();
        assertThat(world.isCompleted(other)).isTrue();
    }

    @Test
    void work_that_fails_with_nowhere_to_go_fails_the_execution_in_its_state() {
        Plan plan = MachineFixtures.builder("start go>work", "end end")
                .add(MachineFixtures.work("work", World.EFFECT, "done>end"))
                .build(Json.object());
        world.failuresToCome.put("work", 1);
        ExecutionId id = start(plan);
        move(id, "go");
        settle();

        assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Failed.class);
        assertThat(states(plan, id)).containsExactly("work");
    }

    @Test
    void a_state_makes_its_transition_by_itself_when_its_time_has_come_and_not_before() {
        Activity.After after = new Activity.After(3_600, "remind");
        Plan plan = MachineFixtures.builder("start go>wait", "late ok>end", "end end")
                .add(MachineFixtures.decision(
                        "wait", Activity.Owners.EVERYBODY, Optional.of(after), "ok>end", "remind>late"))
                .build(Json.object());
        ExecutionId id = start(plan);
        move(id, "go");
        world.pass(Duration.ofSeconds(3_599));
        world.sweep();
        settle();
        assertThat(states(plan, id)).containsExactly("wait");

        world.pass(Duration.ofSeconds(1));
        isRefused(Refusal.Kind.INVALID, () -> move(id, "ok"));
        for (int i = 0; i < 10; i++) {
            world.pass(Duration.ofSeconds(60));
            world.sweep();
            settle();
        }
        assertThat(states(plan, id)).containsExactly("late");
    }

    @Test
    void a_state_that_waits_is_recorded_as_reminded_of_at_each_of_its_times_once() {
        Activity.Decision decision = new Activity.Decision(
                List.of(new Activity.Transition("ok", Optional.empty(), Optional.empty())),
                Activity.Owners.EVERYBODY,
                Optional.empty(),
                List.of(3_600L, 7_200L));
        MachineNode.State plain =
                MachineFixtures.decision("wait", Activity.Owners.EVERYBODY, Optional.empty(), "ok>end");
        Plan plan = MachineFixtures.builder("start go>wait", "end end")
                .add(new MachineNode.State(
                        plain.task().doing(decision), plain.ways(), Optional.empty(), Optional.empty()))
                .build(Json.object());
        ExecutionId id = start(plan);
        move(id, "go");
        assertThat(reminded(id)).isZero();

        passHour();
        assertThat(reminded(id)).isEqualTo(1);
        passHour();
        passHour();
        assertThat(reminded(id)).isEqualTo(2);
        move(id, "ok");
        assertThat(world.isCompleted(id)).isTrue();
    }

    private void passHour() {
        for (int minute = 0; minute < 60; minute++) {
            world.pass(Duration.ofSeconds(60));
            world.sweep();
            settle();
        }
    }

    private int reminded(ExecutionId id) {
        return world.read(id)
                                .run(new StageRunKey("wait", Iteration.of(0, 1)))
                                .orElseThrow()
                                .state()
                        instanceof StageRunState.Awaiting awaiting
                ? awaiting.reminded().map(StageRunState.Reminded::count).orElse(0)
                : -1;
    }

    @Test
    void a_transition_that_takes_two_is_made_by_the_second_of_two_who_are_not_the_same() {
        Activity.Owners two = new Activity.Owners(List.of("manager"), 2, true, true);
        Plan plan = MachineFixtures.builder("start go>check", "end end")
                .add(MachineFixtures.decision("check", two, Optional.empty(), "approve>end", "deny>start"))
                .build(Json.object());
        ExecutionId id = start(plan);
        move(id, "go");

        move(caller("k1", "manager"), id, "approve");
        isRefused(Refusal.Kind.INVALID, () -> move(caller("k1", "manager"), id, "approve"));
        move(caller("k2", "manager"), id, "deny");
        isRefused(Refusal.Kind.FORBIDDEN, () -> move(caller("k3", "hr"), id, "approve"));
        isRefused(Refusal.Kind.FORBIDDEN, () -> move(World.CALLER, id, "approve"));
        assertThat(states(plan, id)).containsExactly("check");
        move(caller("k2", "manager"), id, "approve");

        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void who_approves_twice_at_the_same_time_counts_once() {
        Activity.Owners two = new Activity.Owners(List.of("manager"), 2, true, false);
        Plan plan = MachineFixtures.builder("check approve>end", "end end")
                .add(MachineFixtures.decision("check", two, Optional.empty(), "approve>end"))
                .build(Json.object());
        ExecutionId id = start(plan);
        Caller manager = caller("k1", "manager");
        world.meanwhile.before("read", () -> move(manager, id, "approve"));

        isRefused(Refusal.Kind.INVALID, () -> move(manager, id, "approve"));
        assertThat(states(plan, id)).containsExactly("check");
    }

    @Test
    void more_than_an_item_can_hold_does_not_come_with_approvals() {
        Activity.Owners two = new Activity.Owners(List.of(), 2, true, false);
        Plan plan = MachineFixtures.builder("check approve>end", "end end")
                .add(MachineFixtures.decision("check", two, Optional.empty(), "approve>end"))
                .build(Json.object());
        ExecutionId id = start(plan);
        TakeTransition.Request large = new TakeTransition.Request(
                "approve",
                Optional.empty(),
                Json.object().put("x", "x".repeat(TakeTransition.MAX_APPROVAL_BYTES)),
                Optional.empty());

        isRefused(Refusal.Kind.TOO_LARGE, () -> world.transitions.take(World.CALLER, id, large));
    }

    @Test
    void keys_that_only_read_or_work_have_no_part_in_it() {
        ExecutionId id = start(leaveRequest());
        Position position = Position.of(world.plan(id), world.read(id), world.clock.instant());

        assertThat(TakeTransition.available(
                        caller("k", "viewer", "worker"), world.read(id).execution(), position))
                .isEmpty();
        assertThat(TakeTransition.available(
                        caller("k", "employee"), world.read(id).execution(), position))
                .containsExactly("submit");
    }

    @Test
    void a_commit_whose_effects_were_lost_is_followed_by_the_watchdog() {
        ExecutionId id = start(leaveRequest());
        move(id, "submit");
        world.beginsBreakOff = true;
        move(id, "manager_deny");
        world.beginsBreakOff = false;
        world.recover();
        settle();
        assertThat(states(id)).containsExactly("draft");
    }

    @Test
    void a_machine_that_goes_round_by_itself_fails_in_the_end() {
        Plan plan = MachineFixtures.builder("start go>one", "end end")
                .add(MachineFixtures.work("one", "Echo", "done>two", "end>end"))
                .add(MachineFixtures.work("two", "Echo", "done>one"))
                .build(Json.object());
        ExecutionId id = start(plan);
        move(id, "go");
        settle();

        assertThat(world.read(id).execution().state())
                .isInstanceOfSatisfying(
                        ExecutionState.Failed.class,
                        failed -> assertThat(failed.failure().name()).isEqualTo("TooManyVisits"));
        assertThat(world.read(id).runs()).hasSizeLessThanOrEqualTo(Moves.MOST_VISITS);
    }

    @Test
    void an_execution_that_has_ended_takes_no_transition() {
        ExecutionId id = start(machine("start ok>end", "end end"));
        move(id, "ok");
        isRefused(Refusal.Kind.CONFLICT, () -> move(id, "ok"));
    }
}
