package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.ports.IdempotencyStore.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every store of idempotency keys must do. */
public abstract class IdempotencyStoreContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.250Z");
    private static final String KEY = "a".repeat(64);

    protected abstract IdempotencyStore idempotency();

    private static Call call(String answer) {
        return new Call("f".repeat(64), answer, NOON.plus(Duration.ofHours(24)));
    }

    @Test
    void the_first_call_is_remembered() {
        assertThat(idempotency().remember(WORKSPACE, KEY, call("ex-1"), NOON)).isEqualTo(call("ex-1"));
        assertThat(idempotency().remember(WORKSPACE, KEY, call("ex-2"), NOON)).isEqualTo(call("ex-1"));
        assertThat(idempotency().remember(WORKSPACE, KEY, call("ex-3"), NOON)).isEqualTo(call("ex-1"));
    }

    @Test
    void an_expired_call_is_forgotten_at_its_time_and_not_before() {
        idempotency().remember(WORKSPACE, KEY, call("ex-1"), NOON);
        Instant expiry = call("ex-1").expiresAt();
        Call second = new Call("e".repeat(64), "ex-2", expiry.plusSeconds(1));

        assertThat(idempotency().remember(WORKSPACE, KEY, second, expiry.minusMillis(1)))
                .isEqualTo(call("ex-1"));
        assertThat(idempotency().remember(WORKSPACE, KEY, second, expiry)).isEqualTo(second);
    }

    @Test
    void a_remembered_call_is_found_until_it_expires() {
        assertThat(idempotency().find(WORKSPACE, KEY, NOON)).isEmpty();
        idempotency().remember(WORKSPACE, KEY, call("ex-1"), NOON);
        Instant expiry = call("ex-1").expiresAt();

        assertThat(idempotency().find(WORKSPACE, KEY, expiry.minusMillis(1))).contains(call("ex-1"));
        assertThat(idempotency().find(WORKSPACE, KEY, expiry)).isEmpty();
        assertThat(idempotency().find(OTHER_WORKSPACE, KEY, NOON)).isEmpty();
    }

    @Test
    void keys_and_workspaces_are_apart() {
        idempotency().remember(WORKSPACE, KEY, call("ex-1"), NOON);

        assertThat(idempotency().remember(OTHER_WORKSPACE, KEY, call("ex-2"), NOON))
                .isEqualTo(call("ex-2"));
        assertThat(idempotency().remember(WORKSPACE, "b".repeat(64), call("ex-3"), NOON))
                .isEqualTo(call("ex-3"));
    }

    @Test
    void a_call_takes_the_place_of_the_one_that_is_known_and_of_no_other() {
        idempotency().remember(WORKSPACE, KEY, call("ex-1"), NOON);

        assertThat(idempotency().replace(WORKSPACE, KEY, call("ex-1"), call("ex-2")))
                .isEqualTo(call("ex-2"));
        assertThat(idempotency().replace(WORKSPACE, KEY, call("ex-1"), call("ex-3")))
                .isEqualTo(call("ex-2"));
        assertThat(idempotency().find(WORKSPACE, KEY, NOON)).contains(call("ex-2"));
    }

    @Test
    void a_call_takes_the_place_of_one_that_is_not_there_any_more() {
        assertThat(idempotency().replace(WORKSPACE, KEY, call("ex-1"), call("ex-2")))
                .isEqualTo(call("ex-2"));
        assertThat(idempotency().find(WORKSPACE, KEY, NOON)).contains(call("ex-2"));
    }

    @Test
    void a_call_is_forgotten_if_it_is_still_the_one() {
        idempotency().remember(WORKSPACE, KEY, call("ex-1"), NOON);

        idempotency().forget(WORKSPACE, KEY, "ex-2");
        assertThat(idempotency().find(WORKSPACE, KEY, NOON)).contains(call("ex-1"));
        idempotency().forget(WORKSPACE, KEY, "ex-1");
        assertThat(idempotency().find(WORKSPACE, KEY, NOON)).isEmpty();
        idempotency().forget(WORKSPACE, KEY, "ex-1");
    }

    @Test
    void of_many_that_replace_the_same_call_exactly_one_does_and_all_learn_it() {
        idempotency().remember(WORKSPACE, KEY, call("ex-old"), NOON);

        List<Call> answers =
                Race.of(Race.RUNNERS, i -> idempotency().replace(WORKSPACE, KEY, call("ex-old"), call("ex-" + i)));

        assertThat(Set.copyOf(answers)).hasSize(1).doesNotContain(call("ex-old"));
    }

    @Test
    void of_many_calls_exactly_one_is_remembered_and_all_learn_it() {
        List<Call> answers = Race.of(Race.RUNNERS, i -> idempotency().remember(WORKSPACE, KEY, call("ex-" + i), NOON));

        assertThat(Set.copyOf(answers)).hasSize(1);
    }

    @Test
    void of_many_calls_exactly_one_takes_the_place_of_an_expired_one() {
        Call old = new Call("f".repeat(64), "ex-old", NOON);
        idempotency().remember(WORKSPACE, KEY, old, NOON.minusSeconds(1));

        List<Call> answers = Race.of(Race.RUNNERS, i -> idempotency().remember(WORKSPACE, KEY, call("ex-" + i), NOON));

        assertThat(answers.stream().map(Call::answer).collect(Collectors.toSet()))
                .hasSize(1)
                .doesNotContain("ex-old");
    }
}
