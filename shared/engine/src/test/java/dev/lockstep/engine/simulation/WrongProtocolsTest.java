package dev.lockstep.engine.simulation;

import static dev.lockstep.engine.simulation.Promise.ACCEPTED_EXECUTIONS_END;
import static dev.lockstep.engine.simulation.Promise.AN_EXECUTION_KEEPS_ITS_VERSION;
import static dev.lockstep.engine.simulation.Promise.ATTEMPTS_STAY_WITHIN_THE_POLICY;
import static dev.lockstep.engine.simulation.Promise.A_FAILURE_STARTS_ONE_EXECUTION;
import static dev.lockstep.engine.simulation.Promise.EFFECTS_RUN_ONCE_UNLESS_STRUCK;
import static dev.lockstep.engine.simulation.Promise.LEASES_ARE_KEPT;
import static dev.lockstep.engine.simulation.Promise.LOSERS_DO_NOT_BEGIN;
import static dev.lockstep.engine.simulation.Promise.MESSAGES_ARE_DELETED_LAST;
import static dev.lockstep.engine.simulation.Promise.NOBODY_IS_CANCELED_WITHOUT_CAUSE;
import static dev.lockstep.engine.simulation.Promise.NOTHING_BEGINS_AFTER_THE_END;
import static dev.lockstep.engine.simulation.Promise.NOTHING_BEGINS_TOO_SOON;
import static dev.lockstep.engine.simulation.Promise.NOTHING_BREAKS_BY_ITSELF;
import static dev.lockstep.engine.simulation.Promise.NO_MORE_ARE_HANDED_OUT_THAN_MAY_BE;
import static dev.lockstep.engine.simulation.Promise.ONE_KEY_STARTS_ONE_EXECUTION;
import static dev.lockstep.engine.simulation.Promise.ONLY_WHO_HAS_A_TASK_ENDS_IT;
import static dev.lockstep.engine.simulation.Promise.OUTCOMES_NEVER_CHANGE;
import static dev.lockstep.engine.simulation.Promise.RESULTS_FOLLOW_FROM_THE_DEFINITION;
import static dev.lockstep.engine.simulation.Promise.REVISIONS_ONLY_RISE;
import static dev.lockstep.engine.simulation.Promise.STATUS_FOLLOWS_FROM_RECORDS;
import static dev.lockstep.engine.simulation.Promise.TIMERS_NEVER_FIRE_EARLY;
import static dev.lockstep.engine.simulation.Promise.WHAT_FAILED_IS_TRIED_AGAIN;
import static dev.lockstep.engine.simulation.Promise.WHAT_WAS_DONE_IS_UNDONE_BACKWARDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That the simulation sees what is wrong: each wrong protocol breaks the promise that it should, within so many seeds. */
class WrongProtocolsTest {
    private static final long SEEDS = 3_000;

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void is_found_out(String name, Supplier<Protocol> wrong, Promise promise) {
        Optional<Seeds.Broken> broken = Seeds.run(0, SEEDS, wrong, outcome -> {});

        assertThat(broken)
                .hasValueSatisfying(found -> assertThat(found.violation().promise())
                        .as("%s, at seed %s", found.violation().getMessage(), found.seed())
                        .isEqualTo(promise));
    }

    @Test
    void of_every_promise_there_is_one_that_breaks_it() {
        assertThat(wrong().map(row -> (Promise) row.get()[2])).contains(Promise.values());
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                row("claims without condition", WrongProtocols::claimsWithoutCondition, EFFECTS_RUN_ONCE_UNLESS_STRUCK),
                row("leases are ignored", WrongProtocols::leasesAreIgnored, LEASES_ARE_KEPT),
                row("commits without condition", WrongProtocols::commitsWithoutCondition, OUTCOMES_NEVER_CHANGE),
                row("commits after effects", WrongProtocols::commitsAfterEffects, NOTHING_BREAKS_BY_ITSELF),
                row(
                        "redeliveries skip the effects",
                        WrongProtocols::redeliveriesSkipTheEffects,
                        MESSAGES_ARE_DELETED_LAST),
                row("arrivals are counted", WrongProtocols::arrivalsAreCounted, MESSAGES_ARE_DELETED_LAST),
                row("arrivals come too late", WrongProtocols::arrivalsComeTooLate, MESSAGES_ARE_DELETED_LAST),
                row("retries are early", WrongProtocols::retriesAreEarly, TIMERS_NEVER_FIRE_EARLY),
                row("broken attempts count", WrongProtocols::brokenAttemptsCount, ATTEMPTS_STAY_WITHIN_THE_POLICY),
                row(
                        "the watchdog forgets arrivals",
                        WrongProtocols::theWatchdogForgetsArrivals,
                        ACCEPTED_EXECUTIONS_END),
                row("the watchdog forgets steps", WrongProtocols::theWatchdogForgetsSteps, ACCEPTED_EXECUTIONS_END),
                row(
                        "idempotency keys are forgotten",
                        WrongProtocols::idempotencyKeysAreForgotten,
                        ONE_KEY_STARTS_ONE_EXECUTION),
                row(
                        "starts keep their version",
                        WrongProtocols::startsKeepTheirVersion,
                        AN_EXECUTION_KEEPS_ITS_VERSION),
                row("ends are overlooked", WrongProtocols::endsAreOverlooked, NOTHING_BEGINS_AFTER_THE_END),
                row("steps read too little", WrongProtocols::stepsReadTooLittle, NOTHING_BREAKS_BY_ITSELF),
                row("outputs are mixed up", WrongProtocols::outputsAreMixedUp, RESULTS_FOLLOW_FROM_THE_DEFINITION),
                row("readings leave out", WrongProtocols::readingsLeaveOut, STATUS_FOLLOWS_FROM_RECORDS),
                row("readings go back", WrongProtocols::readingsGoBack, REVISIONS_ONLY_RISE),
                row("dead ways are dropped", WrongTurns::deadWaysAreDropped, MESSAGES_ARE_DELETED_LAST),
                row("dead ways are taken for alive", WrongTurns::deadWaysAreTakenForAlive, NOTHING_BEGINS_TOO_SOON),
                row("guards are not read", WrongPlans::guardsAreNotRead, LOSERS_DO_NOT_BEGIN),
                row("cases are mixed up", WrongPlans::casesAreMixedUp, RESULTS_FOLLOW_FROM_THE_DEFINITION),
                row("variables are not read", WrongPlans::variablesAreNotRead, RESULTS_FOLLOW_FROM_THE_DEFINITION),
                row("lists forget how many they are", WrongTurns::listsForgetHowManyTheyAre, MESSAGES_ARE_DELETED_LAST),
                row("lists are turned around", WrongTurns::listsAreTurnedAround, RESULTS_FOLLOW_FROM_THE_DEFINITION),
                row("redeliveries do not fan out", WrongTurns::redeliveriesDoNotFanOut, ACCEPTED_EXECUTIONS_END),
                row("lanes are not followed", WrongTurns::lanesAreNotFollowed, MESSAGES_ARE_DELETED_LAST),
                row("concurrency is unbounded", WrongPlans::concurrencyIsUnbounded, NOTHING_BEGINS_TOO_SOON),
                row("failures are not tolerated", WrongPlans::failuresAreNotTolerated, MESSAGES_ARE_DELETED_LAST),
                row("rounds are miscounted", WrongTurns::roundsAreMiscounted, ACCEPTED_EXECUTIONS_END),
                row(
                        "loops test at the wrong end",
                        WrongPlans::loopsTestAtTheWrongEnd,
                        RESULTS_FOLLOW_FROM_THE_DEFINITION),
                row("nothing is undone", WrongPlans::nothingIsUndone, WHAT_WAS_DONE_IS_UNDONE_BACKWARDS),
                row("failures start nothing", WrongPlans::failuresStartNothing, A_FAILURE_STARTS_ONE_EXECUTION),
                row("the first is undone first", WrongTurns::theFirstIsUndoneFirst, WHAT_WAS_DONE_IS_UNDONE_BACKWARDS),
                row(
                        "what failed is not tried again",
                        WrongTurns::whatFailedIsNotTriedAgain,
                        WHAT_FAILED_IS_TRIED_AGAIN),
                row("old ends hold", WrongTurns::oldEndsHold, NOTHING_BEGINS_TOO_SOON),
                row("rounds are forgotten", WrongReruns::roundsAreForgotten, ACCEPTED_EXECUTIONS_END),
                row("children are replaced", WrongReruns::childrenAreReplaced, RESULTS_FOLLOW_FROM_THE_DEFINITION),
                row("inputs are forgotten", WrongReruns::inputsAreForgotten, RESULTS_FOLLOW_FROM_THE_DEFINITION),
                row("parents are not told", WrongTurns::parentsAreNotTold, ACCEPTED_EXECUTIONS_END),
                row(
                        "children are taken for abandoned",
                        WrongTurns::childrenAreTakenForAbandoned,
                        NOBODY_IS_CANCELED_WITHOUT_CAUSE),
                row("stale tokens are accepted", WrongWorkers::staleTokensAreAccepted, ONLY_WHO_HAS_A_TASK_ENDS_IT),
                row("signs of life are forgotten", WrongWorkers::signsOfLifeAreForgotten, LEASES_ARE_KEPT),
                row("holders are overlooked", WrongWorkers::holdersAreOverlooked, LEASES_ARE_KEPT),
                row("failures are forgotten", WrongWorkers::failuresAreForgotten, ONLY_WHO_HAS_A_TASK_ENDS_IT),
                row("places are not kept", WrongWorkers::placesAreNotKept, NO_MORE_ARE_HANDED_OUT_THAN_MAY_BE),
                row("tasks are not offered", WrongWorkers::tasksAreNotOffered, MESSAGES_ARE_DELETED_LAST),
                row("steps name another version", WrongTurns::stepsNameAnotherVersion, AN_EXECUTION_KEEPS_ITS_VERSION));
    }

    private static Arguments row(String name, Supplier<Protocol> wrong, Promise promise) {
        return arguments(name, wrong, promise);
    }
}
