package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.ports.PollRecords.Poll;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What everything must do that keeps who asked for tasks. */
public abstract class PollRecordsContract {
    private static final Instant EARLY = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final Instant LATE = EARLY.plusSeconds(60);

    protected abstract PollRecords polls();

    private static Poll poll(String type, String worker, Instant at) {
        return new Poll(type, Optional.empty(), worker, at);
    }

    @Test
    void the_last_poll_of_each_worker_is_told() {
        polls().put(WORKSPACE, poll("send mail: grüße #1", "one", EARLY));
        polls().put(WORKSPACE, poll("send mail: grüße #1", "one", LATE));
        polls().put(WORKSPACE, poll("send mail: grüße #1", "two #2", EARLY));
        Poll domain = new Poll("send mail: grüße #1", Optional.of("eu"), "one", EARLY);
        polls().put(WORKSPACE, domain);

        assertThat(polls().of(WORKSPACE, "send mail: grüße #1"))
                .containsExactlyInAnyOrder(
                        poll("send mail: grüße #1", "one", LATE), poll("send mail: grüße #1", "two #2", EARLY), domain);
    }

    @Test
    void each_type_and_each_workspace_has_its_own() {
        polls().put(WORKSPACE, poll("mail", "one", EARLY));
        polls().put(WORKSPACE, poll("mail2", "one", EARLY));
        polls().put(OTHER_WORKSPACE, poll("mail", "other", EARLY));

        assertThat(polls().of(WORKSPACE, "mail")).containsExactly(poll("mail", "one", EARLY));
        assertThat(polls().of(WORKSPACE, "none")).isEmpty();
        assertThat(polls().all(WORKSPACE))
                .containsExactlyInAnyOrder(poll("mail", "one", EARLY), poll("mail2", "one", EARLY));
        assertThat(polls().all(OTHER_WORKSPACE)).containsExactly(poll("mail", "other", EARLY));
    }
}
