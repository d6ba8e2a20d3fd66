package dev.lockstep.engine.simulation;

/** What must hold in every run, whatever struck it. */
enum Promise {
    /** An accepted execution ends, within bounded time once the faults have stopped. */
    ACCEPTED_EXECUTIONS_END,
    /** A recorded outcome of a stage run, or end of an execution, is there for good; arrivals are only added to. */
    OUTCOMES_NEVER_CHANGE,
    /** What comes after others begins when all of them have outcomes; a branch arrives when it is done; the end comes last. */
    NOTHING_BEGINS_TOO_SOON,
    /** Who has read that the execution ended begins nothing in it. */
    NOTHING_BEGINS_AFTER_THE_END,
    /** Attempts count up one by one, and no further than the policy allows. */
    ATTEMPTS_STAY_WITHIN_THE_POLICY,
    /** A retry has the delay of its policy, and waits for it. */
    TIMERS_NEVER_FIRE_EARLY,
    /** While a lease lasts, nobody else claims the stage run. */
    LEASES_ARE_KEPT,
    /** What a reading says is consistent in itself. */
    STATUS_FOLLOWS_FROM_RECORDS,
    /** Every write raises its item's revision by one, and no reader sees the sum fall. */
    REVISIONS_ONLY_RISE,
    /** An effect runs once for each attempt, and once more at most for each fault that struck its stage run. */
    EFFECTS_RUN_ONCE_UNLESS_STRUCK,
    /** A step's message is deleted when what follows from its outcome is done. */
    MESSAGES_ARE_DELETED_LAST,
    /** Calls with the same idempotency key give the same execution. */
    ONE_KEY_STARTS_ONE_EXECUTION,
    /** Steps, stage runs and executions agree on the version of the workflow. */
    AN_EXECUTION_KEEPS_ITS_VERSION,
    /** Stages come to what they come to without faults, unless canceled or dead-lettered. */
    RESULTS_ARE_THOSE_WITHOUT_FAULTS,
    /** No function throws but for what its ports threw. */
    NOTHING_BREAKS_BY_ITSELF;

    Violation broken(String how) {
        return new Violation(this, how);
    }

    void holdsIf(boolean holds, java.util.function.Supplier<String> otherwise) {
        if (!holds) {
            throw broken(otherwise.get());
        }
    }
}
