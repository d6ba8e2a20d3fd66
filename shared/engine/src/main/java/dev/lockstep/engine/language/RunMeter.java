package dev.lockstep.engine.language;

import dev.lockstep.engine.data.Stopwatch;
import java.util.function.LongSupplier;

/**
 * Holds one run within its bounds: in time, in steps, in depth, and in what it builds. Whatever goes past one of them ends with
 * {@link LimitExceeded}. Each language has a meter of its own, which knows what is particular to it.
 */
public abstract class RunMeter {
    /** Of a text, in characters. */
    public static final int STRING = 1 << 20;
    /** Of a list, in elements. */
    public static final int LIST = 100_000;

    private static final long NANOS = 1_000_000_000L;
    /** Of all that a run builds, in bytes, roughly; what it lets go of counts too. */
    private static final long MEMORY = 64L << 20;
    /** Of the characters that patterns read, each times the size of its pattern. */
    private static final long MATCHING = 100_000_000L;

    /** How often the time is looked at, in steps. */
    private static final int GLANCE = 64;

    /** What a pattern takes in memory for each of its instructions, roughly, in bytes. */
    private static final int INSTRUCTION = 100;

    private final String run;
    private final int mostSteps;
    private final Stopwatch stopwatch;
    private int steps;
    private int depth;
    private long memory;
    private long matching;

    /**
     * One of a run that starts now.
     *
     * @param run what messages call it, as in {@code the script}
     * @param mostSteps how many it may take
     * @param nanoTime the time, in nanoseconds from anywhere
     */
    protected RunMeter(String run, int mostSteps, LongSupplier nanoTime) {
        this.run = run;
        this.mostSteps = mostSteps;
        this.stopwatch = new Stopwatch(nanoTime);
    }

    /** Goes deeper, where that is so deep at the most; each is a step as well. */
    protected final void enter(int most, String tooDeep) {
        if (++depth > most) {
            throw new LimitExceeded(tooDeep);
        }
        tick();
    }

    /** Comes back from where it went deeper. */
    public final void leave() {
        depth--;
    }

    /** How deep it is. */
    public final int depth() {
        return depth;
    }

    /** Goes back to a depth that was left by something thrown. */
    public final void backTo(int before) {
        depth = before;
    }

    /** Counts a step, and looks at the time now and then. */
    public final void tick() {
        if (++steps > mostSteps) {
            throw new LimitExceeded(run + " takes too many steps");
        }
        if (steps % GLANCE == 0) {
            glance();
        }
    }

    /** Looks at the time, as before what takes long by itself. */
    public final void glance() {
        if (stopwatch.look() > NANOS) {
            throw new LimitExceeded(run + " takes too long");
        }
    }

    /** Counts what is built, in bytes. */
    public final void allocate(long bytes) {
        memory += bytes;
        if (memory > MEMORY) {
            throw new LimitExceeded(run + " builds too much");
        }
    }

    /** Counts a text before it is built. */
    public final void text(long length) {
        lengthOfText(length);
        allocate(2 * length);
    }

    /** Refuses a text of too many characters. */
    public final void lengthOfText(long length) {
        if (length > STRING) {
            throw new LimitExceeded("a text is longer than " + STRING + " characters");
        }
    }

    /** Refuses a list of too many elements, which messages call so. */
    protected final void lengthOfList(long size, String what) {
        if (size > LIST) {
            throw new LimitExceeded(what + " has more than " + LIST + " elements");
        }
    }

    /** Counts a pattern before it is compiled. */
    public final void pattern(String source) {
        match(10_000 + 100 * Math.min(source.length(), 10_000));
        allocate(10_000 + 100L * source.length());
    }

    /** Counts a pattern that is compiled, of so many instructions. */
    public final void compiled(int instructions) {
        allocate((long) INSTRUCTION * instructions);
    }

    /** Counts what a pattern does. */
    final void match(int work) {
        matching += work;
        if (matching > MATCHING) {
            throw new LimitExceeded("the patterns take too long");
        }
    }
}
