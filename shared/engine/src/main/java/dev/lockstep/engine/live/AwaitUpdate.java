package dev.lockstep.engine.live;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Waits until an execution is not as its reader has seen it any more: for those who ask again and again. */
public final class AwaitUpdate {
    /** Under what a gateway waits. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final ExecutionStore executions;
    private final InstantSource clock;
    private final Consumer<Duration> pause;

    /**
     * @param pause lets some time go by
     */
    public AwaitUpdate(ExecutionStore executions, InstantSource clock, Consumer<Duration> pause) {
        this.executions = executions;
        this.clock = clock;
        this.pause = pause;
    }

    /** What became of the wait. */
    public sealed interface Result {
        /** It is another than the reader has seen. */
        record Changed(Recorded recorded) implements Result {}

        /** It is as the reader has seen it, still. */
        record Same() implements Result {}

        /** The reader has seen its end. */
        record Over() implements Result {}
    }

    /**
     * @param seen the revision that the reader has seen; 0 for none
     * @throws Refusal where the caller's workspace has no such execution
     */
    public Result after(Caller caller, ExecutionId id, long seen) {
        Instant end = clock.instant().plus(LONGEST);
        Duration next = FIRST_PAUSE;
        while (true) {
            Recorded recorded = executions
                    .read(id, 0)
                    .filter(found -> found.execution().workflow().workspace().equals(caller.workspace()))
                    .orElseThrow(() -> Refusal.noExecution(id.value()));
            if (recorded.revision() > seen) {
                return new Result.Changed(recorded);
            }
            if (recorded.execution().hasEnded()) {
                return new Result.Over();
            }
            if (!clock.instant().plus(next).isBefore(end)) {
                return new Result.Same();
            }
            pause.accept(next);
            next = next.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next.multipliedBy(2);
        }
    }
}
