package dev.lockstep.dialects.conductor.schedule;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.schedule.Cron;
import java.util.List;
import java.util.Optional;

/** Cron as Spring has it, and Conductor after it: with seconds in front, and both fields of days to be met. */
final class SpringCron {
    private static final int FIELDS = 6;
    private static final int DAY = 2;
    private static final int WEEKDAY = 4;
    private static final int LONGEST = 256;

    private SpringCron() {}

    /** Ours for it; empty where there are faults. */
    static Optional<Cron> parse(String text, String path, Faults faults) {
        if (text.length() > LONGEST) {
            faults.add(path, "must have at most " + LONGEST + " characters");
            return Optional.empty();
        }
        if (text.strip().startsWith("@")) {
            return Cron.parse(text, path, faults);
        }
        String[] fields = text.strip().split("\\s+", -1);
        if (fields.length != FIELDS) {
            faults.add(path, "must have 6 fields: second, minute, hour, day of month, month, day of week");
            return Optional.empty();
        }
        if (!fields[0].matches("0{1,2}")) {
            faults.add(path, "the second must be 0: schedules go by the minute");
            return Optional.empty();
        }
        String[] ours = List.of(fields).subList(1, FIELDS).toArray(String[]::new);
        ours[DAY] = open(ours[DAY]);
        ours[WEEKDAY] = open(ours[WEEKDAY]).replaceAll("(?i)-SUN\\b", "-7");
        if (!ours[DAY].startsWith("*") && !ours[WEEKDAY].startsWith("*")) {
            faults.add(
                    path, "only one of the day of month and the day of week can be chosen: the other must be * or ?");
            return Optional.empty();
        }
        return Cron.parse(String.join(" ", ours), path, faults);
    }

    private static String open(String days) {
        return days.equals("?") ? "*" : days;
    }
}
