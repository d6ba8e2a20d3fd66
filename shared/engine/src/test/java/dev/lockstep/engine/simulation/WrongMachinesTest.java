package dev.lockstep.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That the simulation of machines sees what is wrong: each wrong protocol breaks the promise that it should, within so many seeds. */
class WrongMachinesTest {
    private static final long SEEDS = 2_000;

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void is_found_out(String name, Supplier<Protocol> wrong, Promise promise) {
        Optional<Seeds.Broken> broken =
                Seeds.run(0, SEEDS, seed -> MachineSimulationTest.run(seed, wrong.get(), Trace.NONE));

        assertThat(broken)
                .hasValueSatisfying(found -> assertThat(found.violation().promise())
                        .as("%s, at seed %s", found.violation().getMessage(), found.seed())
                        .isEqualTo(promise));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                row(
                        "transitions are written over",
                        WrongMachines::transitionsAreWrittenOver,
                        Promise.OUTCOMES_NEVER_CHANGE),
                row(
                        "losers are told that they won",
                        WrongMachines::losersAreToldThatTheyWon,
                        Promise.NOTHING_BEGINS_TOO_SOON),
                row("forks end more than once", WrongMachines::forksEndMoreThanOnce, Promise.NOTHING_BEGINS_TOO_SOON),
                row(
                        "ends of forks are overlooked",
                        WrongMachines::endsOfForksAreOverlooked,
                        Promise.LOSERS_DO_NOT_BEGIN),
                row("joins wait for nobody", WrongMachines::joinsWaitForNobody, Promise.NOTHING_BEGINS_TOO_SOON),
                row("deadlines are early", WrongMachines::deadlinesAreEarly, Promise.TIMERS_NEVER_FIRE_EARLY),
                row(
                        "approvals count twice",
                        WrongMachines::approvalsCountTwice,
                        Promise.RESULTS_FOLLOW_FROM_THE_DEFINITION),
                row(
                        "the watchdog sends nothing",
                        WrongMachines::theWatchdogSendsNothing,
                        Promise.ACCEPTED_EXECUTIONS_END));
    }

    private static Arguments row(String name, Supplier<Protocol> wrong, Promise promise) {
        return arguments(name, wrong, promise);
    }
}
