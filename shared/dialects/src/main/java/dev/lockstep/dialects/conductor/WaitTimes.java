package dev.lockstep.dialects.conductor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms in which a WAIT tells its time, written as ours. */
final class WaitTimes {
    private static final Pattern DURATION = Pattern.compile("\\s*(?:([0-9]{1,7})\\s*(?:days?|d))?"
            + "\\s*(?:([0-9]{1,7})\\s*(?:hours?|hrs?|h))?"
            + "\\s*(?:([0-9]{1,9})\\s*(?:minutes?|mins?|m))?"
            + "\\s*(?:([0-9]{1,9})\\s*(?:seconds?|secs?|s))?\\s*");

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final int MINUTE_CHARS = 16;
    private static final int DAY_CHARS = 10;

    private WaitTimes() {}

    /** {@code 2 days 3 hours 4 minutes 5 seconds}, or the short {@code 2d3h4m5s}, any of the parts; as ISO 8601. */
    static Optional<String> duration(String text) {
        Matcher parts = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches() || text.isBlank()) {
            return Optional.empty();
        }
        Duration duration = Duration.ofDays(part(parts, 1))
                .plusHours(part(parts, 2))
                .plusMinutes(part(parts, 3))
                .plusSeconds(part(parts, 4));
        return Optional.of(duration.toString());
    }

    private static long part(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** {@code yyyy-MM-dd HH:mm z}, {@code yyyy-MM-dd HH:mm} and {@code yyyy-MM-dd}, the last two in UTC; as RFC 3339. */
    static Optional<String> until(String text) {
        try {
            if (text.length() == DAY_CHARS) {
                return Optional.of(
                        LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).format(DateTimeFormatter.ISO_INSTANT));
            }
            if (text.length() < MINUTE_CHARS) {
                return Optional.empty();
            }
            LocalDateTime minute = LocalDateTime.parse(text.substring(0, MINUTE_CHARS), MINUTE);
            String zone = text.substring(MINUTE_CHARS).strip();
            ZonedDateTime at = minute.atZone(zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone, ZoneId.SHORT_IDS));
            return Optional.of(at.format(DateTimeFormatter.ISO_INSTANT));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
