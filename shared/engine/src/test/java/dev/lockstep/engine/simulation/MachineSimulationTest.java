package dev.lockstep.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Has walkers make transitions of generated machines, through generated faults. {@code -Dmachines.seeds=1000000} runs more of them,
 * {@code -Dmachines.first=…} others, and {@code -Dmachines.seed=…} one alone, telling every step.
 */
class MachineSimulationTest {
    private static final long SEEDS = Long.getLong("machines.seeds", 3_000);
    private static final long FIRST = Long.getLong("machines.first", 0);
    private static final Optional<Long> ONE = Optional.ofNullable(Long.getLong("machines.seed"));

    @Test
    void every_promise_is_kept_whatever_strikes() {
        if (ONE.isPresent()) {
            run(ONE.get(), new Protocol(), Trace.to(System.out::println));
            return;
        }
        long begun = System.nanoTime();
        Optional<Seeds.Broken> broken = Seeds.run(FIRST, SEEDS, seed -> run(seed, new Protocol(), Trace.NONE));
        System.out.println(SEEDS + " simulated machines in " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        broken.ifPresent(MachineSimulationTest::tellHowToReplay);
    }

    static void run(long seed, Protocol protocol, Trace trace) {
        new MachineSimulation(MachineScenario.of(seed), protocol, trace).run().check();
    }

    private static void tellHowToReplay(Seeds.Broken broken) {
        throw new AssertionError(
                "seed " + broken.seed() + " breaks a promise; to replay it step by step:\n"
                        + "mvn -B test -pl shared/engine -Dtest=MachineSimulationTest -Dmachines.seed=" + broken.seed(),
                broken.violation());
    }

    @Test
    void of_every_generated_machine_the_plan_has_the_levels_that_it_was_drawn_with() {
        for (long seed = 0; seed < 1_000; seed++) {
            MachineSketch sketch = MachineScenario.of(seed).sketch();
            sketch.plan()
                    .tasks()
                    .forEach(task -> assertThat(
                                    task.place().moves().orElseThrow().forks())
                            .as(task.id())
                            .isEqualTo(sketch.level(task.id())));
        }
    }
}
