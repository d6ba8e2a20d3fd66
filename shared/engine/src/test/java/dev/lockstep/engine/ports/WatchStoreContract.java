package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.memory.SequentialIds;
import dev.lockstep.engine.progress.Position;
import dev.lockstep.engine.webhook.Watch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of watches must do. */
public abstract class WatchStoreContract {
    private final Ids ids = new SequentialIds();

    protected abstract WatchStore watches();

    private static Watch watch(ExecutionId id, long revision, String position) {
        return new Watch(
                id,
                VERSION,
                Optional.of("https://example.com"),
                List.of("sub-1", "sub-2"),
                revision,
                Position.parse(position));
    }

    @Test
    void a_watch_is_found_as_it_was_begun() {
        Watch watch = watch(ids.execution(), 0, "-1");

        assertThat(watches().begin(watch)).isEqualTo(watch);

        assertThat(watches().find(watch.execution())).contains(watch);
        assertThat(watches().find(ids.execution())).isEmpty();
    }

    @Test
    void one_that_was_begun_before_stays() {
        Watch first = watch(ids.execution(), 7, "12345678901234567890123456789");
        watches().begin(first);

        assertThat(watches().begin(watch(first.execution(), 0, "-1"))).isEqualTo(first);
    }

    @Test
    void to_advance_leaves_what_it_says_of_receivers() {
        Watch watch = watch(ids.execution(), 0, "-1");
        watches().begin(watch);
        watches().forgetUrl(watch.execution());

        watches().advance(watch(watch.execution(), 3, "99999999999999999999999"));

        Watch found = watches().find(watch.execution()).orElseThrow();
        assertThat(found.url()).isEmpty();
        assertThat(found.subscriptions()).containsExactly("sub-1", "sub-2");
        assertThat(found.revision()).isEqualTo(3);
        assertThat(found.position()).isEqualTo(Position.parse("99999999999999999999999"));
    }

    @Test
    void what_was_removed_does_not_come_back() {
        Watch watch = watch(ids.execution(), 1, "1");

        watches().advance(watch);
        watches().forgetUrl(watch.execution());

        assertThat(watches().find(watch.execution())).isEmpty();
    }
}
