package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.VERSION;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.DeadLetter;
import dev.lockstep.engine.execution.DeadLetter.Content;
import dev.lockstep.engine.execution.DeadLetter.Redriven;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of dead letters must do. */
public abstract class DeadLetterStoreContract {
    private static final Step STEP =
            new Step(VERSION, new ExecutionId("ex-1"), new StageRunKey("grüße#1", Iteration.of(1, 0, 17)));

    private final Ids ids = new SequentialIds();

    protected abstract DeadLetterStore letters();

    private DeadLetter letter(Workspace workspace, Content content) {
        Instant expiresAt = NOW.plusSeconds(86_400).truncatedTo(ChronoUnit.SECONDS);
        return new DeadLetter(
                "dl-" + ids.ulid(), workspace, NOW, "out of deliveries", content, expiresAt, Optional.empty());
    }

    private DeadLetter added(Workspace workspace) {
        DeadLetter letter = letter(workspace, new Content.OfStep(STEP));
        letters().add(letter);
        return letter;
    }

    @Test
    void a_letter_of_a_step_is_found_as_it_was_added() {
        DeadLetter letter = added(WORKSPACE);

        assertThat(letters().find(WORKSPACE, letter.id())).contains(letter);
        assertThat(letters().find(OTHER_WORKSPACE, letter.id())).isEmpty();
        assertThat(letters().find(WORKSPACE, "dl-0")).isEmpty();
    }

    @Test
    void a_letter_of_no_step_is_found_as_it_was_added() {
        DeadLetter letter = letter(WORKSPACE, new Content.Unreadable("a message", "0f", 3_000_000_000L));
        letters().add(letter);

        assertThat(letters().find(WORKSPACE, letter.id())).contains(letter);
    }

    @Test
    void a_letter_is_added_once() {
        DeadLetter letter = added(WORKSPACE);
        Redriven by = new Redriven(LATER, new Actor("key-1", Optional.empty()));
        letters().redriven(WORKSPACE, letter.id(), by);

        letters()
                .add(new DeadLetter(
                        letter.id(),
                        WORKSPACE,
                        LATER,
                        "again",
                        letter.content(),
                        letter.expiresAt(),
                        Optional.empty()));

        assertThat(letters().find(WORKSPACE, letter.id())).contains(letter.with(by));
    }

    @Test
    void the_first_to_redrive_is_noted() {
        DeadLetter letter = added(WORKSPACE);
        Redriven first = new Redriven(LATER, new Actor("key-1", Optional.of("grüße")));
        Redriven second = new Redriven(LATER.plusSeconds(1), new Actor("key-2", Optional.empty()));

        assertThat(letters().redriven(WORKSPACE, letter.id(), first)).contains(letter.with(first));
        assertThat(letters().redriven(WORKSPACE, letter.id(), second)).contains(letter.with(first));
        assertThat(letters().find(WORKSPACE, letter.id())).contains(letter.with(first));
    }

    @Test
    void what_is_not_listed_is_not_redriven() {
        DeadLetter letter = added(WORKSPACE);
        Redriven by = new Redriven(LATER, new Actor("key-1", Optional.empty()));

        assertThat(letters().redriven(OTHER_WORKSPACE, letter.id(), by)).isEmpty();
        assertThat(letters().redriven(WORKSPACE, "dl-0", by)).isEmpty();
        assertThat(letters().find(WORKSPACE, "dl-0")).isEmpty();
    }

    @Test
    void pages_give_each_letter_once_the_newest_first_and_none_of_another_workspace() {
        List<DeadLetter> added = List.of(added(WORKSPACE), added(WORKSPACE), added(WORKSPACE));
        added(OTHER_WORKSPACE);

        Page<DeadLetter> first = letters().list(WORKSPACE, new PageRequest(2, Optional.empty()));
        Page<DeadLetter> second = letters().list(WORKSPACE, new PageRequest(2, first.next()));

        assertThat(first.items()).containsExactly(added.get(2), added.get(1));
        assertThat(second.items()).containsExactly(added.get(0));
        assertThat(second.next()).isEmpty();
    }
}
