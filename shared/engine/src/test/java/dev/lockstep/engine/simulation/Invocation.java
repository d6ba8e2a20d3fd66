package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a function. It has a thread of its own only to be able to stop in the middle: either it goes on or what
 * resumed it does, never both.
 */
final class Invocation {
    private final String name;
    private final Optional<Step> step;
    private final Duration skew;
    private final Consumer<Invocation> whenEnded;
    private final Thread resumer = Thread.currentThread();
    private final Thread own;
    private volatile boolean goesOn;
    private volatile boolean ended;
    private final Map<StageRunKey, StageRun> seen = new LinkedHashMap<>();
    private boolean killed;
    private long startedAt;
    private @Nullable Throwable thrown;

    /**
     * @param step what it advances, if it does
     * @param skew by how much its clock is ahead
     * @param whenEnded told when it has ended, killed or not
     */
    Invocation(String name, Optional<Step> step, Duration skew, Runnable body, Consumer<Invocation> whenEnded) {
        this.name = name;
        this.step = step;
        this.skew = skew;
        this.whenEnded = whenEnded;
        this.own = Thread.ofVirtual().unstarted(() -> run(body));
    }

    private void run(Runnable body) {
        try {
            body.run();
        } catch (Throwable e) {
            thrown = e;
        }
        ended = true;
        goesOn = false;
        LockSupport.unpark(resumer);
    }

    /** Lets it go on until it stops or ends. */
    void resume() {
        goesOn = true;
        if (own.getState() == Thread.State.NEW) {
            own.start();
        } else {
            LockSupport.unpark(own);
        }
        while (goesOn) {
            LockSupport.park(this);
        }
    }

    /** Called by itself: lets the others go on until it is resumed. */
    void stop() {
        goesOn = false;
        LockSupport.unpark(resumer);
        while (!goesOn) {
            LockSupport.park(this);
        }
        if (killed) {
            throw new Crash();
        }
    }

    /** Ends it where it stands. */
    void kill() {
        killed = true;
        resume();
    }

    boolean hasEnded() {
        return ended;
    }

    void tellWhoAwaitsIt() {
        whenEnded.accept(this);
    }

    /** Whether it did what it was to do; a refusal is an answer too. */
    boolean isDone() {
        return ended && (thrown == null || thrown instanceof Refusal);
    }

    Optional<Throwable> thrown() {
        return Optional.ofNullable(thrown);
    }

    Optional<Step> step() {
        return step;
    }

    Duration skew() {
        return skew;
    }

    /** Notes how the function sees a stage run now. */
    void see(StageRun run) {
        seen.put(run.key(), run);
    }

    Collection<StageRun> seen() {
        return seen.values();
    }

    void startAt(long order) {
        startedAt = order;
    }

    long startedAt() {
        return startedAt;
    }

    @Override
    public String toString() {
        return name;
    }
}
