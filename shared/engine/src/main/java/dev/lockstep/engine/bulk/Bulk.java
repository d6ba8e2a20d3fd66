package dev.lockstep.engine.bulk;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * A move on many executions, and how far it has come.
 *
 * @param createdBy the id of the key that asked for it, which stands for it in the records of the executions
 * @param expiresAt until when it is kept, in whole seconds
 * @param end once it is over
 * @param wakeAt when there is something to do about it next; empty for never
 * @param revision how often its record was written when it was read
 */
public record Bulk(
        BulkKey key,
        BulkSpec spec,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        BulkProgress progress,
        Optional<End> end,
        Optional<Instant> wakeAt,
        long revision) {
    /** How many executions are worked on at a time. */
    public static final int PAGE = 100;

    /** How long those are left alone that broke off. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /**
     * @param canceledBy the key by which it was ended before it was done
     */
    public record End(Instant at, Optional<String> canceledBy) {}

    /** A new one. */
    public static Bulk create(BulkKey key, BulkSpec spec, Instant now, String by, Duration retention) {
        Instant expiresAt = now.plus(retention).truncatedTo(ChronoUnit.SECONDS);
        return new Bulk(key, spec, now, by, expiresAt, BulkProgress.NONE, Optional.empty(), Optional.of(now), 1);
    }

    public boolean isRunning() {
        return end.isEmpty();
    }

    public boolean isCanceled() {
        return end.flatMap(End::canceledBy).isPresent();
    }

    public boolean isDue(Instant now) {
        return wakeAt.isPresent() && !wakeAt.get().isAfter(now);
    }

    /** Whether the executions that come next are to be looked for. */
    public boolean wantsMore() {
        return isRunning() && progress.page().isEmpty() && !progress.exhausted();
    }

    /** How many executions the next page may have. */
    public int room() {
        return Math.min(PAGE, spec.limit() - progress.matched());
    }

    /** After which id the list of executions goes on. At first, after all those that were created later than the bulk itself. */
    public String after() {
        return progress.after().orElseGet(() -> {
            Instant end = createdAt.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
            Instant before = spec.filter()
                    .createdBefore()
                    .filter(end::isAfter)
                    .map(Bulk::wholeMilliseconds)
                    .orElse(end);
            return "ex-" + Ulid.first(before);
        });
    }

    private static Instant wholeMilliseconds(Instant time) {
        Instant floor = time.truncatedTo(ChronoUnit.MILLIS);
        return floor.equals(time) ? floor : floor.plusMillis(1);
    }

    /** Whether the filter's times let an execution in. */
    public boolean isWithinTimes(ExecutionId execution) {
        return isLateEnough(execution) && spec.filter().isEarlyEnough(execution);
    }

    /** Whether this and what comes after it in the list may be let in. */
    public boolean isLateEnough(ExecutionId execution) {
        return spec.filter().isLateEnough(execution);
    }

    /** What the records of the executions say of why they were moved. No other bulk says the same. */
    public String reason() {
        return spec.reason().map(text -> text + " (" + key.id() + ")").orElse(key.id());
    }

    /** Puts what comes next on its page. */
    public Bulk take(BulkSelection next, Instant now) {
        return going(progress.taking(next, spec.limit()), now);
    }

    /** Counts what became of the page. */
    public Bulk record(Map<ExecutionId, BulkOutcome> outcomes, Instant now) {
        return going(progress.recording(outcomes), now);
    }

    private Bulk going(BulkProgress other, Instant now) {
        Optional<End> over = end.isEmpty() && other.exhausted() && other.page().isEmpty()
                ? Optional.of(new End(now, Optional.empty()))
                : end;
        boolean atRest = over.isPresent() && other.page().isEmpty();
        Instant next = other.tries() > 0 ? now.plus(PAUSE) : now;
        return with(other, over, atRest ? Optional.empty() : Optional.of(next));
    }

    /** Ends it. What it is at just now is told apart and counted by who works on it next. */
    public Bulk cancel(Instant now, String by) {
        Optional<Instant> next = progress.page().isEmpty() ? Optional.empty() : Optional.of(now);
        return with(progress, Optional.of(new End(now, Optional.of(by))), next);
    }

    private Bulk with(BulkProgress other, Optional<End> over, Optional<Instant> wake) {
        return new Bulk(key, spec, createdAt, createdBy, expiresAt, other, over, wake, revision);
    }

    /** This one after its record was written. */
    public Bulk written() {
        return new Bulk(key, spec, createdAt, createdBy, expiresAt, progress, end, wakeAt, revision + 1);
    }
}
