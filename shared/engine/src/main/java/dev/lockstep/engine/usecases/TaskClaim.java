package dev.lockstep.engine.usecases;

import java.util.Optional;
import java.util.function.Predicate;

/** Who speaks of which attempt at a worker's task. */
final class TaskClaim {
    private final int attempt;
    private final Predicate<Optional<String>> holders;

    private TaskClaim(int attempt, Predicate<Optional<String>> holders) {
        this.attempt = attempt;
        this.holders = holders;
    }

    /** The worker that took it. */
    static TaskClaim of(TaskToken token) {
        return new TaskClaim(
                token.attempt(), holder -> holder.filter(token::isOf).isPresent());
    }

    /** Anybody who names it. */
    static TaskClaim named(int attempt) {
        return new TaskClaim(attempt, holder -> true);
    }

    int attempt() {
        return attempt;
    }

    /**
     * Whether it is enough to speak of what this one has.
     *
     * @param holder as it is recorded; empty where nobody has it
     */
    boolean covers(Optional<String> holder) {
        return holders.test(holder);
    }
}
