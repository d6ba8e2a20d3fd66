package dev.lockstep.engine.jq;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Functions of time: seconds since 1970, and lists of year, month from 0, day, hour, minute, second, weekday, day of the year. */
final class TimeBuiltins {
    private static final double MOST_SECONDS = 1e11;

    private TimeBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("now", 0, (run, input, given) -> run.number(now(run))),
                Builtin.of("gmtime", 0, (run, input, given) -> parts(run, input)),
                Builtin.of("mktime", 0, (run, input, given) -> {
                    if (!(input instanceof Arr)) {
                        throw new JqError("mktime requires array of 6 numbers");
                    }
                    return run.number((double) time(run, input, "mktime").toEpochSecond(ZoneOffset.UTC));
                }),
                Builtin.of("strftime", 1, (run, input, given) -> {
                    if (!(given.get(0) instanceof Value.Text format)) {
                        throw new JqError("strftime/1 requires a string format");
                    }
                    boolean seconds = input instanceof Value.Num;
                    if (!seconds && !(input instanceof Arr)) {
                        throw new JqError("strftime/1 requires parsed datetime inputs");
                    }
                    LocalDateTime time = time(run, seconds ? parts(run, input) : input, "strftime/1");
                    return run.text(TimeFormat.written(run, format.text(), time));
                }),
                Builtin.of("strptime", 1, (run, input, given) -> {
                    if (!(input instanceof Value.Text text && given.get(0) instanceof Value.Text format)) {
                        throw new JqError("strptime/1 requires string inputs and arguments");
                    }
                    return parts(run, TimeFormat.read(run, format.text(), text.text()), 0);
                }));
    }

    private static double now(Run run) {
        Instant now =
                run.now().orElseThrow(() -> new JqError("there is no clock here: the query is not told the time"));
        return now.getEpochSecond() + now.getNano() / 1e9;
    }

    private static Value parts(Run run, Value seconds) {
        if (!(seconds instanceof Value.Num number)) {
            throw new JqError("gmtime() requires a number");
        }
        double whole = Math.floor(number.number());
        if (!(Math.abs(whole) <= MOST_SECONDS)) {
            throw new JqError("error converting number of seconds since epoch to datetime");
        }
        return parts(run, LocalDateTime.ofEpochSecond((long) whole, 0, ZoneOffset.UTC), number.number() - whole);
    }

    private static Value parts(Run run, LocalDateTime time, double rest) {
        double[] parts = {
            time.getYear(),
            time.getMonthValue() - 1.0,
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond() + rest,
            time.getDayOfWeek().getValue() % 7,
            time.getDayOfYear() - 1.0
        };
        List<Value> list = new ArrayList<>();
        for (double part : parts) {
            list.add(run.number(part));
        }
        return Arr.of(run.meter(), list);
    }

    /** The time of such a list, of whose parts each may be past its own bounds. */
    private static LocalDateTime time(Run run, Value value, String name) {
        List<Value> list = ListBuiltins.elements(run, value);
        if (list.size() < 6) {
            throw new JqError(name + " requires array of 6 numbers");
        }
        double[] parts = new double[6];
        for (int i = 0; i < parts.length; i++) {
            if (!(list.get(i) instanceof Value.Num number)) {
                throw new JqError(name + " requires parsed datetime inputs");
            }
            parts[i] = Math.floor(number.number());
            if (!(Math.abs(parts[i]) <= MOST_SECONDS)) {
                throw new JqError("invalid gmtime representation");
            }
        }
        try {
            return LocalDateTime.of((int) Math.clamp(parts[0], -9_999, 99_999), 1, 1, 0, 0)
                    .plusMonths((long) Math.clamp(parts[1], -100_000, 100_000))
                    .plusDays((long) Math.clamp(parts[2], -10_000_000, 10_000_000) - 1)
                    .plusHours((long) parts[3])
                    .plusMinutes((long) parts[4])
                    .plusSeconds((long) parts[5]);
        } catch (DateTimeException e) {
            throw new JqError("invalid gmtime representation");
        }
    }
}
