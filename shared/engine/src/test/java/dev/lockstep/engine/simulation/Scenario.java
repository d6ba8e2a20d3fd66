package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What is asked of the engine in a run, and what will go wrong in it.
 *
 * @param versions of one workflow; the second is registered while executions of the first are under way
 * @param child what they may have within them
 * @param moves when people outside do something
 * @param faultsFor how long anything goes wrong
 * @param restart when the machine goes down and up again, with all messages lost
 */
record Scenario(
        long seed,
        List<Workflow> versions,
        Workflow child,
        Duration updateAt,
        List<Start> starts,
        List<Duration> moves,
        Faults.Rates rates,
        Duration faultsFor,
        Optional<Duration> restart) {

    /** From how many stages or elements on one execution at a time is enough. */
    private static final int WIDE = 100;

    /** The longest wait that a generated retry policy makes, and what the watchdog may sleep through. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(90);

    /**
     * An execution that somebody wants.
     *
     * @param number its input
     * @param keyed whether the call carries an idempotency key, and so is repeated until it is answered
     * @param at when each call is made; those after the first are for keyed ones only
     * @param cancelAfter how long after its start it is canceled
     * @param readings how often somebody reads it
     */
    record Start(int number, boolean keyed, List<Duration> at, Optional<Duration> cancelAfter, int readings) {
        JsonNode input() {
            return Json.object().put("n", number);
        }
    }

    static Scenario of(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        List<Workflow> versions = new ArrayList<>();
        versions.add(new WorkflowGenerator(chance, "a", true).generate());
        if (chance.nextInt(6) == 0) {
            versions.add(new WorkflowGenerator(chance, "b", true).generate());
        }
        boolean wide = versions.stream().anyMatch(Scenario::isWide);
        List<Start> starts = new ArrayList<>();
        int executions = wide ? 1 : 1 + Math.max(0, chance.nextInt(6) - 3);
        for (int number = 0; number < executions; number++) {
            starts.add(start(chance, number));
        }
        Optional<Duration> restart =
                chance.nextInt(20) == 0 ? Optional.of(Duration.ofSeconds(chance.nextInt(90))) : Optional.empty();
        return new Scenario(
                seed,
                versions,
                new WorkflowGenerator(chance, "c", false).generate(),
                starts.getFirst().at().getFirst().plusMillis(chance.nextInt(chance.nextBoolean() ? 40 : 3_000)),
                starts,
                moves(chance),
                Faults.Rates.draw(chance),
                Duration.ofSeconds(30 + chance.nextInt(1_200)),
                restart);
    }

    private static boolean isWide(Workflow workflow) {
        List<Stage.Task> tasks = workflow.plan().tasks();
        return tasks.size() > WIDE
                || tasks.stream()
                        .flatMap(task -> task.forEach().stream())
                        .anyMatch(each -> each.items().source().size() > WIDE);
    }

    private static List<Duration> moves(SplittableRandom chance) {
        int most = chance.nextBoolean() ? 0 : 1 + chance.nextInt(6);
        return Stream.generate(() ->
                        Duration.ofMillis(chance.nextBoolean() ? chance.nextInt(20_000) : chance.nextInt(600_000)))
                .limit(most)
                .toList();
    }

    private static Start start(SplittableRandom chance, int number) {
        boolean keyed = chance.nextInt(3) != 0;
        List<Duration> at = new ArrayList<>();
        at.add(Duration.ofMillis(chance.nextInt(2_000)));
        while (keyed && chance.nextInt(2) == 0) {
            // As often right with the first call as at any time.
            at.add(
                    chance.nextBoolean()
                            ? at.getFirst().plusMillis(chance.nextInt(40))
                            : Duration.ofMillis(chance.nextInt(60_000)));
        }
        Optional<Duration> cancelAfter =
                chance.nextInt(8) == 0 ? Optional.of(Duration.ofMillis(chance.nextInt(60_000))) : Optional.empty();
        return new Start(number, keyed, at, cancelAfter, chance.nextInt(4));
    }

    /** How long it may take to end all, from when the faults stop: as if all stages came one after the other. */
    Duration patience() {
        int attempts = versions.stream()
                .flatMap(version -> version.plan().tasks().stream())
                .mapToInt(stage -> stage.policy().retry().maxAttempts())
                .sum();
        // Loops in loops go round up to sixteen times, and children do in each round; people make it begin anew.
        return LONGEST_ATTEMPT.multipliedBy(attempts * 10L * (1 + moves.size())).plusHours(24);
    }
}
