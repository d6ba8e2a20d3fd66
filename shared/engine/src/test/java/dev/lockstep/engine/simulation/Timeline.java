package dev.lockstep.engine.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The time, and what is to happen in it: what is due first happens first, and no time passes but from one thing to the next. */
final class Timeline {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration AFTERMATH = Duration.ofMinutes(6);
    private static final int MOST_EVENTS = 1_000_000;

    private record Event(long at, long order, Runnable happening) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now;
    private long planned;

    Instant now() {
        return START.plus(now, ChronoUnit.MICROS);
    }

    Duration passed() {
        return Duration.of(now, ChronoUnit.MICROS);
    }

    void in(Duration delay, Runnable happening) {
        planned++;
        events.add(new Event(now + micros(delay), planned, happening));
    }

    /** Lets the time pass, if nothing else happens in it. */
    boolean passIfNothingHappens(Duration time) {
        long then = now + micros(time);
        Event next = events.peek();
        if (next != null && next.at() <= then) {
            return false;
        }
        now = then;
        return true;
    }

    /** Goes on to what happens next; answers whether there was anything. */
    boolean goOn() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        now = next.at();
        next.happening().run();
        return true;
    }

    /**
     * Goes on while something is under way, and for a while after, for what comes late.
     *
     * @param most how long that may take
     * @throws Violation where it takes longer
     */
    void goOnWhile(BooleanSupplier isUnderWay, Duration most, Supplier<String> whatHangs) {
        Duration end = Duration.ZERO;
        int happened = 0;
        while (passed().compareTo(end) < 0 || isUnderWay.getAsBoolean()) {
            Promise.ACCEPTED_EXECUTIONS_END.holdsIf(passed().compareTo(most) < 0 && happened < MOST_EVENTS, whatHangs);
            if (isUnderWay.getAsBoolean()) {
                end = passed().plus(AFTERMATH);
            }
            happened++;
            goOn();
        }
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }
}
