package dev.lockstep.engine.language;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What the meter of each language must do. */
public abstract class RunMeterContract {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final RunMeter meter;
    private final String tooLong;

    protected RunMeterContract(Function<LongSupplier, RunMeter> meter, String tooLong) {
        this.meter = meter.apply(nanos::get);
        this.tooLong = tooLong;
    }

    private void glanceAfter(Duration pause) {
        nanos.addAndGet(pause.toNanos());
        meter.glance();
    }

    @Test
    void a_run_that_stood_still_for_an_hour_goes_on() {
        meter.glance();
        assertThatCode(() -> glanceAfter(Duration.ofHours(1))).doesNotThrowAnyException();
    }

    @Test
    void a_run_that_works_for_a_second_is_ended() {
        for (int i = 0; i < 100; i++) {
            glanceAfter(Duration.ofMillis(10));
        }

        assertThatThrownBy(() -> glanceAfter(Duration.ofMillis(10)))
                .isInstanceOf(LimitExceeded.class)
                .hasMessage(tooLong);
    }

    @Test
    void long_times_between_glances_count_only_so_much() {
        for (int i = 0; i < 20; i++) {
            glanceAfter(Duration.ofSeconds(3));
        }

        assertThatThrownBy(() -> glanceAfter(Duration.ofSeconds(3))).isInstanceOf(LimitExceeded.class);
    }
}
