package dev.lockstep.engine.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * Makes instants of a cron's local times. What names hours of the day is due at them by the local clock: one that the clock
 * leaves out when it is set forward is due right after the gap, and one that it shows twice is due the first time. What is due in
 * every hour goes by elapsed time instead: nobody who asks for every 15 minutes wants an hour without.
 */
final class DueTimes {
    private DueTimes() {}

    /** The first due time after this one. */
    static Optional<Instant> next(Cron cron, ZoneId zone, Instant after) {
        ZoneRules rules = zone.getRules();
        return cron.isEveryHour() ? nextElapsed(cron, rules, after) : nextLocal(cron, rules, after);
    }

    /** Instants never fall as local times rise, so the first that is late enough is the one. */
    private static Optional<Instant> nextLocal(Cron cron, ZoneRules rules, Instant after) {
        LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
        Optional<LocalDateTime> found = cron.next(local);
        while (found.isPresent()) {
            Instant at = instant(found.get(), rules);
            if (at.isAfter(after)) {
                return Optional.of(at);
            }
            found = cron.next(found.get());
        }
        return Optional.empty();
    }

    private static Instant instant(LocalDateTime local, ZoneRules rules) {
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change == null) {
            return local.toInstant(rules.getOffset(local));
        }
        return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
    }

    /** Follows the clock from one change of its offset to the next. */
    private static Optional<Instant> nextElapsed(Cron cron, ZoneRules rules, Instant after) {
        ZoneOffset offset = rules.getOffset(after);
        LocalDateTime local = LocalDateTime.ofInstant(after, offset);
        ZoneOffsetTransition change = rules.nextTransition(after);
        while (true) {
            Optional<LocalDateTime> found = cron.next(local);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Instant at = found.get().toInstant(offset);
            if (change == null || at.isBefore(change.getInstant())) {
                return Optional.of(at);
            }
            // From the moment of the change on, that moment included.
            local = change.getDateTimeAfter().minusNanos(1);
            offset = change.getOffsetAfter();
            change = rules.nextTransition(change.getInstant());
        }
    }
}
