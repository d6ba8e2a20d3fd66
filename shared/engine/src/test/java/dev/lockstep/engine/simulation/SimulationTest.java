package dev.lockstep.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs generated workflows through generated faults. {@code -Dsimulation.seeds=1000000} runs more of them,
 * {@code -Dsimulation.first=…} others, and {@code -Dsimulation.seed=…} one alone, telling every step.
 */
class SimulationTest {
    private static final long ENOUGH_TO_SEE_ALL = 10_000;
    private static final long SEEDS = Long.getLong("simulation.seeds", ENOUGH_TO_SEE_ALL);
    private static final long FIRST = Long.getLong("simulation.first", 0);
    private static final Optional<Long> ONE = Optional.ofNullable(Long.getLong("simulation.seed"));

    @Test
    void every_promise_is_kept_whatever_strikes() {
        if (ONE.isPresent()) {
            Seeds.run(ONE.get(), new Protocol(), Trace.to(System.out::println));
            return;
        }
        Map<Sight, LongAdder> seen = new ConcurrentSkipListMap<>();
        long start = System.nanoTime();
        Optional<Seeds.Broken> broken = Seeds.run(
                FIRST,
                SEEDS,
                Protocol::new,
                outcome -> Sight.in(outcome)
                        .forEach(sight -> seen.computeIfAbsent(sight, any -> new LongAdder())
                                .increment()));
        long millis = (System.nanoTime() - start) / 1_000_000;

        broken.ifPresent(SimulationTest::tellHowToReplay);
        System.out.println(SEEDS + " simulated runs in " + millis + " ms, in so many of them was seen " + seen);
        if (FIRST == 0 && SEEDS >= ENOUGH_TO_SEE_ALL) {
            assertThat(seen).containsOnlyKeys(Sight.values());
        }
    }

    private static void tellHowToReplay(Seeds.Broken broken) {
        throw new AssertionError(
                "seed " + broken.seed() + " breaks a promise; to replay it step by step:\n"
                        + "mvn -B test -pl shared/engine -Dtest=SimulationTest -Dsimulation.seed=" + broken.seed(),
                broken.violation());
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 14, 159, 2_653})
    void the_same_seed_goes_the_same_way(long seed) {
        assertThat(trace(seed)).isEqualTo(trace(seed));
    }

    private static List<String> trace(long seed) {
        List<String> trace = new ArrayList<>();
        Seeds.run(seed, new Protocol(), Trace.to(trace::add));
        return trace;
    }
}
