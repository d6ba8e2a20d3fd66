package dev.lockstep.local.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TickerTest {
    private final AtomicInteger ticks = new AtomicInteger();

    @Test
    void itGoesOnAfterAFailure() {
        Ticker ticker = new Ticker("test", Duration.ofMillis(1), () -> {
            ticks.incrementAndGet();
            throw new IllegalStateException("as asked");
        });
        try (ticker) {
            await().atMost(Duration.ofSeconds(10)).until(() -> ticks.get() >= 3);
        }
    }

    @Test
    void itNeverRunsTwiceAtOnce() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Ticker ticker = new Ticker("test", Duration.ofNanos(1), () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            running.decrementAndGet();
            ticks.incrementAndGet();
        });
        try (ticker) {
            await().atMost(Duration.ofSeconds(10)).until(() -> ticks.get() >= 100);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void closedItIsDone() {
        Ticker ticker = new Ticker("test", Duration.ofMillis(1), ticks::incrementAndGet);
        ticker.close();
        int after = ticks.get();

        ticker.close();

        assertThat(ticks).hasValue(after);
    }
}
