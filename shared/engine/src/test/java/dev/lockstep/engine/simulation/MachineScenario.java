package dev.lockstep.engine.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A machine, and what happens to it.
 *
 * @param starts when executions of it are asked for
 * @param moves when somebody makes a transition, or several do
 * @param faultsFor how long anything goes wrong
 * @param restart when the machine goes down and up again, with all messages lost
 */
record MachineScenario(
        long seed,
        MachineSketch sketch,
        List<Duration> starts,
        List<Duration> moves,
        Faults.Rates rates,
        Duration faultsFor,
        Optional<Duration> restart) {
    /** Each transition that leads on is made within minutes of the one before, but for watchdogs that sleep and loops that work makes. */
    static final Duration PATIENCE = Duration.ofDays(30);

    static MachineScenario of(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        MachineSketch generated = new MachineGenerator(chance).generate();
        MachineSketch sketch = seed % 10 == 0
                ? KnownMachines.all().get(chance.nextInt(KnownMachines.all().size()))
                : generated;
        return new MachineScenario(
                seed,
                sketch,
                Stream.generate(() -> Duration.ofMillis(chance.nextInt(2_000)))
                        .limit(1 + Math.max(0, chance.nextInt(4) - 2))
                        .toList(),
                Stream.generate(() -> Duration.ofMillis(
                                chance.nextBoolean() ? 1_000 + chance.nextInt(20_000) : chance.nextInt(600_000)))
                        .limit(chance.nextInt(25))
                        .toList(),
                Faults.Rates.draw(chance),
                Duration.ofSeconds(30 + chance.nextInt(600)),
                chance.nextInt(20) == 0 ? Optional.of(Duration.ofSeconds(chance.nextInt(90))) : Optional.empty());
    }
}
