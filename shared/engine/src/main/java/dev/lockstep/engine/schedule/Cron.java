package dev.lockstep.engine.schedule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.schedule.CronField.Values;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A cron expression: minute, hour, day of month, month and day of week, as {@code crontab(5)} has them. It knows local times
 * alone; {@link DueTimes} makes instants of them.
 */
public final class Cron {
    /** No expression that is ever due has a longer pause: the calendar's longest is 40 years. */
    private static final int LONGEST_PAUSE_YEARS = 50;

    private static final Map<String, String> ALIASES = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    public static final Cron DAILY = recorded("@daily");

    private final String text;
    private final Values minutes;
    private final Values hours;
    private final Values days;
    private final Values months;
    private final Values weekdays;

    private Cron(String text, List<Values> fields) {
        this.text = text;
        this.minutes = fields.get(0);
        this.hours = fields.get(1);
        this.days = fields.get(2);
        this.months = fields.get(3);
        this.weekdays = fields.get(4);
    }

    /**
     * Reads an expression or one of the aliases.
     *
     * @throws MalformedCron where it is none, or one that is never due
     */
    public static Cron parse(String text) throws MalformedCron {
        String alias = text.strip().toLowerCase(Locale.ROOT);
        if (alias.startsWith("@") && !ALIASES.containsKey(alias)) {
            throw new MalformedCron(List.of("unknown alias; known: "
                    + String.join(", ", ALIASES.keySet().stream().sorted().toList())));
        }
        String[] parts = ALIASES.getOrDefault(alias, text.strip()).split("\\s+", -1);
        CronField[] known = CronField.values();
        if (parts.length != known.length) {
            throw new MalformedCron(List.of("must have 5 fields: minute, hour, day of month, month, day of week"));
        }
        List<String> faults = new ArrayList<>();
        List<Values> fields = new ArrayList<>();
        for (int i = 0; i < known.length; i++) {
            fields.add(known[i].read(parts[i], faults));
        }
        if (!faults.isEmpty()) {
            throw new MalformedCron(faults);
        }
        Cron cron = new Cron(text.strip(), fields);
        if (cron.next(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
            throw new MalformedCron(List.of("is never due: no month that it names has such a day"));
        }
        return cron;
    }

    /** The same; empty where there is none, and all that is wrong with it is noted. */
    public static Optional<Cron> parse(String text, String path, Faults faults) {
        try {
            return Optional.of(parse(text));
        } catch (MalformedCron e) {
            e.faults().forEach(fault -> faults.add(path, fault));
            return Optional.empty();
        }
    }

    /** Reads one that was recorded. */
    @JsonCreator
    static Cron recorded(String text) {
        try {
            return parse(text);
        } catch (MalformedCron e) {
            throw new IllegalStateException("a recorded cron cannot be read", e);
        }
    }

    /** Whether it is due in every hour of its days, so that it means spans of time rather than times of the day. */
    boolean isEveryHour() {
        return hours.values().cardinality() == 24;
    }

    /** The first local time after this one at which it is due. */
    Optional<LocalDateTime> next(LocalDateTime after) {
        LocalDateTime from = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        LocalDate date = from.toLocalDate();
        if (isOn(date)) {
            Optional<LocalTime> time = timeFrom(from.toLocalTime());
            if (time.isPresent()) {
                return time.map(date::atTime);
            }
        }
        LocalDate last = date.plusYears(LONGEST_PAUSE_YEARS);
        date = date.plusDays(1);
        while (!date.isAfter(last)) {
            if (!months.has(date.getMonthValue())) {
                date = date.withDayOfMonth(1).plusMonths(1);
            } else if (isOn(date)) {
                return timeFrom(LocalTime.MIDNIGHT).map(date::atTime);
            } else {
                date = date.plusDays(1);
            }
        }
        return Optional.empty();
    }

    /** Where both fields of days choose, either is enough, as it has been since the first cron. */
    private boolean isOn(LocalDate date) {
        if (!months.has(date.getMonthValue())) {
            return false;
        }
        boolean day =
                days.has(date.getDayOfMonth()) || (days.lastDay() && date.getDayOfMonth() == date.lengthOfMonth());
        boolean weekday = weekdays.has(date.getDayOfWeek().getValue() % 7);
        return (days.open() || weekdays.open()) ? (day && weekday) : (day || weekday);
    }

    private Optional<LocalTime> timeFrom(LocalTime from) {
        int minute = hours.has(from.getHour()) ? minutes.values().nextSetBit(from.getMinute()) : -1;
        if (minute >= 0) {
            return Optional.of(LocalTime.of(from.getHour(), minute));
        }
        int hour = hours.values().nextSetBit(from.getHour() + 1);
        return hour < 0
                ? Optional.empty()
                : Optional.of(LocalTime.of(hour, minutes.values().nextSetBit(0)));
    }

    /** As it was given. */
    @JsonValue
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron && cron.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
