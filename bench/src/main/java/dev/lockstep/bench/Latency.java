package dev.lockstep.bench;

import java.time.Duration;
import java.util.List;

/** From the acceptance of an execution to its end. */
record Latency(List<Duration> sorted) {
    static Latency of(List<Duration> measured) {
        return new Latency(measured.stream().sorted().toList());
    }

    /**
     * @param percent from 0 to 100
     */
    long millis(int percent) {
        int index = (int) Math.ceil(percent / 100.0 * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)).toMillis();
    }
}
