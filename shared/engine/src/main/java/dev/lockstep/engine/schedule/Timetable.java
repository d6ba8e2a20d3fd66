package dev.lockstep.engine.schedule;

import dev.lockstep.engine.definition.Faults;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.Optional;

/**
 * When a schedule is due.
 *
 * @param startsAt no due time is earlier
 * @param endsAt every due time is earlier
 */
public record Timetable(Cron cron, ZoneId zone, Optional<Instant> startsAt, Optional<Instant> endsAt) {
    /** Reads a time zone; UTC where it is none, which is noted. Regions alone: a mere offset knows nothing of summer. */
    public static ZoneId zone(String text, String path, Faults faults) {
        if (!ZoneRulesProvider.getAvailableZoneIds().contains(text)) {
            faults.add(path, "must be an IANA time zone as in Europe/Berlin");
            return ZoneOffset.UTC;
        }
        return ZoneId.of(text);
    }

    /** The first due time after this one; empty where there is none any more. */
    public Optional<Instant> next(Instant after) {
        Instant from = startsAt.map(first -> first.minusNanos(1))
                .filter(first -> first.isAfter(after))
                .orElse(after);
        return DueTimes.next(cron, zone, from)
                .filter(at -> endsAt.map(at::isBefore).orElse(true));
    }

    /** The first due time that is not before this one. */
    public Optional<Instant> from(Instant earliest) {
        return next(earliest.minusNanos(1));
    }

    /** How many due times there are from one time to another, that one excluded; past the most, they are not counted on. */
    public int count(Instant from, Instant to, int most) {
        int count = 0;
        Optional<Instant> at = from(from);
        while (at.isPresent() && at.get().isBefore(to) && count <= most) {
            count++;
            at = next(at.get());
        }
        return count;
    }
}
