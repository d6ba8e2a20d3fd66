package dev.lockstep.engine.expression;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeterTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final Meter meter = new Meter(nanos::get);

    private void tickAfter(Duration pause) {
        nanos.addAndGet(pause.toNanos());
        meter.tick();
    }

    @Test
    void an_evaluation_that_stood_still_for_an_hour_goes_on() {
        meter.tick();
        assertThatCode(() -> tickAfter(Duration.ofHours(1))).doesNotThrowAnyException();
    }

    @Test
    void an_evaluation_that_works_for_a_second_is_ended() {
        for (int i = 0; i < 100; i++) {
            tickAfter(Duration.ofMillis(10));
        }

        assertThatThrownBy(() -> tickAfter(Duration.ofMillis(10)))
                .isInstanceOf(LimitExceeded.class)
                .hasMessage("the evaluation takes too long");
    }

    @Test
    void long_steps_count_only_so_much() {
        for (int i = 0; i < 20; i++) {
            tickAfter(Duration.ofSeconds(3));
        }

        assertThatThrownBy(() -> tickAfter(Duration.ofSeconds(3))).isInstanceOf(LimitExceeded.class);
    }
}
