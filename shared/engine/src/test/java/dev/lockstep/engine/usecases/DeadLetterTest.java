package dev.lockstep.engine.usecases;

import static dev.lockstep.engine.usecases.World.CALLER;
import static dev.lockstep.engine.usecases.World.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.DeadLetter;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.usecases.TakeDeadLetter.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Envelope FIRST = new Envelope("m-1", SENT);
    private static final Envelope SECOND = new Envelope("m-2", SENT.plusSeconds(60));

    private final World world = new World();
    private final ExecutionId execution = world.start(world.register(PlanFixtures.plan("a", "b<a")));

    /** The message of the first stage, which nobody has taken. */
    private Step lost() {
        Step step = world.queue.due().getFirst().step();
        world.queue.loseAll();
        world.pass(Duration.ofMinutes(10));
        return step;
    }

    private Step dead(Envelope envelope) {
        Step step = lost();
        world.takeDeadLetter.take(envelope, step);
        return step;
    }

    private List<DeadLetter> listed() {
        return world.letters
                .list(WORKSPACE, new PageRequest(100, Optional.empty()))
                .items();
    }

    private String onlyOne() {
        assertThat(listed()).hasSize(1);
        return listed().getFirst().id();
    }

    private Execution execution() {
        return world.read(execution).execution();
    }

    private void assertRefused(String id, Refusal.Kind kind, String why) {
        assertThatThrownBy(() -> world.redrive.redrive(CALLER, id, Optional.empty()))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(why);
    }

    @Test
    void a_dead_step_is_listed_once_however_often_it_is_taken_and_fails_its_stage() {
        Step step = dead(FIRST);
        world.takeDeadLetter.take(FIRST, step);

        DeadLetter letter = listed().getFirst();
        assertThat(listed()).hasSize(1);
        assertThat(letter.content()).isEqualTo(new DeadLetter.Content.OfStep(step));
        assertThat(letter.id()).matches("dl-[0-7][0-9a-hjkmnp-tv-z]{25}");
        assertThat(execution().state())
                .isInstanceOfSatisfying(
                        ExecutionState.Failed.class,
                        failed -> assertThat(failed.failure().name()).isEqualTo("DeadLettered"));
    }

    @Test
    void it_is_listed_before_its_stage_is_failed_and_what_breaks_off_can_be_done_again() {
        Step step = lost();
        world.meanwhile.before("add", () -> {
            throw new IllegalStateException("throttled");
        });
        assertThatThrownBy(() -> world.takeDeadLetter.take(FIRST, step)).isInstanceOf(IllegalStateException.class);
        assertThat(execution().isLive()).isTrue();

        world.takeDeadLetter.take(FIRST, step);

        assertThat(listed()).hasSize(1);
        assertThat(execution().hasEnded()).isTrue();
    }

    @Test
    void a_message_that_names_no_step_is_listed_and_cannot_be_redriven() {
        world.takeDeadLetter.takeUnreadable(FIRST, "0f", 7);
        world.takeDeadLetter.takeUnreadable(FIRST, "0f", 7);

        assertThat(listed().getFirst().content()).isEqualTo(new DeadLetter.Content.Unreadable("m-1", "0f", 7));
        assertRefused(onlyOne(), Refusal.Kind.CONFLICT, "names no step");
    }

    @Test
    void a_step_of_what_is_not_there_is_listed_and_that_is_all() {
        WorkflowRef unknown = new WorkflowRef(WORKSPACE, new WorkflowId("wf-unknown"), 1);
        WorkflowRef known = execution().workflow();

        world.takeDeadLetter.take(FIRST, new Step(unknown, execution, StageRunKey.first("a")));
        world.takeDeadLetter.take(SECOND, new Step(known, execution, StageRunKey.first("no such stage")));
        world.takeDeadLetter.take(
                new Envelope("m-3", SENT), new Step(known, new ExecutionId("ex-unknown"), StageRunKey.first("a")));

        assertThat(listed()).hasSize(3);
        assertThat(execution().isLive()).isTrue();
        assertThat(listed()).allSatisfy(letter -> assertRefused(letter.id(), Refusal.Kind.CONFLICT, "execution"));
    }

    @Test
    void a_redrive_tries_an_execution_again_that_failed_by_it() {
        dead(FIRST);
        String id = onlyOne();

        DeadLetter redriven = world.redrive.redrive(CALLER, id, Optional.of("fixed"));
        world.runToEnd(execution);

        assertThat(world.isCompleted(execution)).isTrue();
        Actor by = new Actor("key-1", Optional.of("fixed"));
        assertThat(redriven.redriven().orElseThrow().by()).isEqualTo(by);
        assertThat(execution().past().controls())
                .singleElement()
                .satisfies(control -> assertThat(control.by()).isEqualTo(by))
                .satisfies(control -> assertThat(control.kind()).isEqualTo(Control.Kind.RETRY));
        assertRefused(id, Refusal.Kind.CONFLICT, "was redriven at");
    }

    @Test
    void what_dies_again_after_a_redrive_is_listed_again_and_fails_again() {
        dead(FIRST);
        world.redrive.redrive(CALLER, onlyOne(), Optional.empty());
        assertThat(execution().isLive()).isTrue();

        dead(SECOND);

        assertThat(execution().state()).isInstanceOf(ExecutionState.Failed.class);
        assertThat(listed()).hasSize(2);
        assertThat(world.read(execution)
                        .run(StageRunKey.first("a"))
                        .orElseThrow()
                        .state())
                .isInstanceOfSatisfying(
                        StageRunState.Failed.class,
                        failed -> assertThat(failed.attempt()).isEqualTo(2));
        world.redrive.redrive(CALLER, listed().getFirst().id(), Optional.empty());
        world.runToEnd(execution);
        assertThat(world.isCompleted(execution)).isTrue();
    }

    @Test
    void what_waits_waits_again_after_a_redrive() {
        ExecutionId waiting = world.start(world.register(PlanFixtures.waiting(Duration.ofHours(2))));
        Step step = world.queue.due().getLast().step();
        world.deliverLast();
        world.takeDeadLetter.take(FIRST, step);
        assertThat(world.read(waiting).execution().hasEnded()).isTrue();
        world.pass(Duration.ofHours(1));

        world.redrive.redrive(CALLER, onlyOne(), Optional.empty());
        world.deliverLast();

        StageRun run = world.read(waiting).run(step.run()).orElseThrow();
        assertThat(run.state())
                .isInstanceOfSatisfying(
                        StageRunState.Waiting.class,
                        state -> assertThat(state.until())
                                .isEqualTo(world.clock.instant().plus(Duration.ofHours(2))));
        world.runToEnd(waiting);
        assertThat(world.read(waiting).run(step.run()).orElseThrow().state())
                .isInstanceOfSatisfying(
                        StageRunState.Completed.class,
                        state -> assertThat(state.attempt()).isEqualTo(2));
    }

    @Test
    void a_redrive_sends_the_step_again_where_the_execution_goes_on() {
        Step step = dead(FIRST);
        DeadLetter first = listed().getFirst();
        world.redrive.redrive(CALLER, first.id(), Optional.empty());
        world.queue.loseAll();
        world.letters.add(
                new DeadLetter("dl-2", WORKSPACE, SENT, "again", first.content(), first.expiresAt(), Optional.empty()));

        world.redrive.redrive(CALLER, "dl-2", Optional.empty());

        assertThat(world.queue.due())
                .singleElement()
                .satisfies(message -> assertThat(message.step()).isEqualTo(step));
    }

    @Test
    void what_is_over_is_not_redriven() {
        Step step = lost();
        world.sweep();
        world.runToEnd(execution);
        world.takeDeadLetter.take(FIRST, step);

        assertThat(world.isCompleted(execution)).isTrue();
        assertRefused(onlyOne(), Refusal.Kind.CONFLICT, "has ended: it is COMPLETED");
    }

    @Test
    void what_was_canceled_is_not_redriven() {
        Step step = lost();
        world.cancel.cancel(CALLER, execution().workflow().workflow().value(), execution, Optional.empty());
        world.takeDeadLetter.take(FIRST, step);

        assertRefused(onlyOne(), Refusal.Kind.CONFLICT, "has ended: it is CANCELED");
    }

    @Test
    void a_letter_of_another_workspace_is_not_there() {
        dead(FIRST);
        Caller stranger = new Caller(new Workspace("other"), "key-2", Set.of("admin"));

        assertThatThrownBy(() -> world.redrive.redrive(stranger, onlyOne(), Optional.empty()))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
    }
}
