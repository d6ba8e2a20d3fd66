package dev.lockstep.engine.simulation;

/** What must hold in every run, whatever struck it. */
enum Promise {
    /** An accepted execution ends, within bounded time once the faults have stopped. */
    ACCEPTED_EXECUTIONS_END,
    /**
     * A recorded outcome of a stage run, or end of an execution, is there for good, but where somebody has a failed one tried
     * again; arrivals are only added to.
     */
    OUTCOMES_NEVER_CHANGE,
    /** What comes after others begins when as many of them as it waits for have led to it; the end comes last. */
    NOTHING_BEGINS_TOO_SOON,
    /** A function that is started when the execution has ended, or is held, begins nothing in it. */
    NOTHING_BEGINS_AFTER_THE_END,
    /** What a merge no longer waits for, or a loop or list that is over, is not begun by a function that is started then. */
    LOSERS_DO_NOT_BEGIN,
    /** When an execution fails, its effects are undone, the last one first, and nothing else is. */
    WHAT_WAS_DONE_IS_UNDONE_BACKWARDS,
    /** Where somebody has a failed execution go on, what failed fails it only when it has failed again. */
    WHAT_FAILED_IS_TRIED_AGAIN,
    /** Executions are canceled by who asks for it, and when nobody waits any more for what they were started for. */
    NOBODY_IS_CANCELED_WITHOUT_CAUSE,
    /** Each failure starts one execution of what is to be started on it, before it counts as the end; and nothing else starts any. */
    A_FAILURE_STARTS_ONE_EXECUTION,
    /** Attempts count up one by one, and no further than the policy allows. */
    ATTEMPTS_STAY_WITHIN_THE_POLICY,
    /** A retry has the delay of its policy, and waits for it. */
    TIMERS_NEVER_FIRE_EARLY,
    /** While a lease lasts, nobody else claims the stage run. */
    LEASES_ARE_KEPT,
    /** What comes of a worker's task is what the worker tells that has it; and what it is told to be recorded, is. */
    ONLY_WHO_HAS_A_TASK_ENDS_IT,
    /** Of a type of task that is limited, no more are with workers than may be, but for leases that have lapsed. */
    NO_MORE_ARE_HANDED_OUT_THAN_MAY_BE,
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
    /** Stages come to what the definition has them come to, reckoned from what those before them came to. */
    RESULTS_FOLLOW_FROM_THE_DEFINITION,
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
