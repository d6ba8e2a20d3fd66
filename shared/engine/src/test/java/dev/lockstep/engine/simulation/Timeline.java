package dev.lockstep.engine.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The time, and what is to happen in it: what is due first happens first, and no time passes but from one thing to the next. */
final class Timeline {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

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

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }
}
