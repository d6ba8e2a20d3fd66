package dev.lockstep.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    @ParameterizedTest(name = "{0}, {1} s up to {2} s, after attempt {3}, jitter {4}: {5} ms")
    @CsvSource({
        "FIXED,       5, 60,  1, 0.0,    5000",
        "FIXED,       5, 60,  9, 0.9,    5000",
        "FIXED,      90, 60,  1, 0.5,   60000",
        "LINEAR,      2, 60,  1, 0.9,    2000",
        "LINEAR,      2, 60,  3, 0.9,    6000",
        "LINEAR,      2, 60, 99, 0.9,   60000",
        "EXPONENTIAL, 2, 60,  1, 0.5,    1000",
        "EXPONENTIAL, 2, 60,  3, 0.5,    4000",
        "EXPONENTIAL, 2, 60, 50, 0.5,   30000",
        "EXPONENTIAL, 2, 60,  3, 0.0,       0",
        "EXPONENTIAL, 2, 60, 99, 0.999, 59940",
    })
    void waits_grow_as_the_policy_says(
            Backoff backoff, int delay, int most, int attempts, double jitter, long milliseconds) {
        RetryPolicy policy = new RetryPolicy(100, backoff, delay, most, List.of());

        assertThat(policy.delay(attempts, jitter)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest(name = "{0}, after attempt {1}, jitter {2}: {3} ms")
    @CsvSource({
        "FIXED,       1, 0.0, 2000",
        "FIXED,       1, 0.5, 2250",
        "LINEAR,      3, 0.5, 6250",
        "EXPONENTIAL, 3, 0.0, 8000",
        "EXPONENTIAL, 3, 0.5, 8250",
        "EXPONENTIAL, 9, 0.5, 60250",
    })
    void what_is_added_by_chance_comes_on_top_of_the_whole_wait(
            Backoff backoff, int attempts, double jitter, long milliseconds) {
        RetryPolicy policy = new RetryPolicy(100, backoff, 2, 60, List.of(), Optional.of(500));

        assertThat(policy.delay(attempts, jitter)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @Test
    void attempts_never_exceed_the_policy() {
        RetryPolicy policy = new RetryPolicy(3, Backoff.FIXED, 1, 1, List.of());

        assertThat(policy.allows(2, "Any")).isTrue();
        assertThat(policy.allows(3, "Any")).isFalse();
    }

    @Test
    void only_the_errors_named_are_tried_again() {
        RetryPolicy policy = new RetryPolicy(3, Backoff.FIXED, 1, 1, List.of("TimedOut"));

        assertThat(policy.allows(1, "TimedOut")).isTrue();
        assertThat(policy.allows(1, "InvalidInput")).isFalse();
    }
}
