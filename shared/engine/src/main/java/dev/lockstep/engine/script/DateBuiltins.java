package dev.lockstep.engine.script;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** {@code Date}. The time zone is UTC, and what the time is now the script is told, or not. */
final class DateBuiltins {
    private static final double MOST = 8.64e15;
    private static final DateTimeFormatter SPELLED = DateTimeFormatter.ofPattern(
            "EEE MMM dd yyyy HH:mm:ss 'GMT+0000 (Coordinated Universal Time)'", Locale.ROOT);
    private static final DateTimeFormatter AFTER_YEAR =
            DateTimeFormatter.ofPattern("-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

    static final Map<String, Value> METHODS = methods();

    static final Fn.Native TYPE = Natives.type("Date", DateBuiltins::text, DateBuiltins::make, members(), METHODS);

    private DateBuiltins() {}

    private static Map<String, Value> methods() {
        Natives methods = new Natives()
                .with(
                        "getTime",
                        0,
                        (machine, self, given) ->
                                new Value.Num(own(machine, self).millis()))
                .with(
                        "valueOf",
                        0,
                        (machine, self, given) ->
                                new Value.Num(own(machine, self).millis()))
                .with("getTimezoneOffset", 0, (machine, self, given) -> new Value.Num(0))
                .with("toISOString", 0, DateBuiltins::toIso)
                .with(
                        "toJSON",
                        0,
                        (machine, self, given) ->
                                Double.isNaN(own(machine, self).millis())
                                        ? Value.Nothing.NULL
                                        : toIso(machine, self, given))
                .with("toString", 0, (machine, self, given) -> machine.text(spelled(own(machine, self))));
        field(methods, "FullYear", OffsetDateTime::getYear);
        field(methods, "Month", time -> time.getMonthValue() - 1.0);
        field(methods, "Date", OffsetDateTime::getDayOfMonth);
        field(methods, "Day", time -> time.getDayOfWeek().getValue() % 7);
        field(methods, "Hours", OffsetDateTime::getHour);
        field(methods, "Minutes", OffsetDateTime::getMinute);
        field(methods, "Seconds", OffsetDateTime::getSecond);
        field(methods, "Milliseconds", time -> Math.floor(time.getNano() / 1e6));
        return methods.all();
    }

    private static void field(Natives methods, String name, ToDoubleFunction<OffsetDateTime> field) {
        Fn.Body body = (machine, self, given) -> {
            double millis = own(machine, self).millis();
            return new Value.Num(Double.isNaN(millis) ? millis : field.applyAsDouble(time(millis)));
        };
        methods.with("get" + name, 0, body).with("getUTC" + name, 0, body);
    }

    private static Natives members() {
        return new Natives()
                .with(
                        "now",
                        0,
                        (machine, self, given) -> new Value.Num(machine.now().toEpochMilli()))
                .with(
                        "parse",
                        1,
                        (machine, self, given) ->
                                new Value.Num(parse(machine.convert().text(given.at(0)))))
                .with("UTC", 7, (machine, self, given) -> new Value.Num(parts(machine, given)));
    }

    private static Moment own(Machine machine, Value self) {
        if (self instanceof Moment moment) {
            return moment;
        }
        throw machine.typeError("this is not a Date object.");
    }

    private static OffsetDateTime time(double millis) {
        return Instant.ofEpochMilli((long) millis).atOffset(ZoneOffset.UTC);
    }

    private static Value text(Machine machine, Value self, Arguments given) {
        return machine.text(spelled(new Moment(machine.now().toEpochMilli())));
    }

    static String spelled(Moment moment) {
        return Double.isNaN(moment.millis()) ? "Invalid Date" : SPELLED.format(time(moment.millis()));
    }

    /** As data has it. */
    static String iso(double millis) {
        OffsetDateTime time = time(millis);
        String year = time.getYear() >= 0 && time.getYear() <= 9_999
                ? String.format(Locale.ROOT, "%04d", time.getYear())
                : String.format(Locale.ROOT, "%+07d", time.getYear());
        return year + AFTER_YEAR.format(time);
    }

    private static Value toIso(Machine machine, Value self, Arguments given) {
        double millis = own(machine, self).millis();
        if (Double.isNaN(millis)) {
            throw machine.error("RangeError", "Invalid time value");
        }
        return machine.text(iso(millis));
    }

    private static Value make(Machine machine, Value self, Arguments given) {
        machine.meter().allocate(Meter.OBJECT);
        return new Moment(within(millis(machine, given)));
    }

    private static double millis(Machine machine, Arguments given) {
        if (given.size() == 0) {
            return machine.now().toEpochMilli();
        }
        if (given.size() > 1) {
            return parts(machine, given);
        }
        Value only = machine.convert().primitive(given.at(0), Conversions.Hint.NUMBER);
        return only instanceof Value.Text text
                ? parse(text.text())
                : machine.convert().number(only);
    }

    private static double within(double millis) {
        return Math.abs(millis) <= MOST ? (double) (long) millis : Double.NaN;
    }

    /** A year, a month from 0, and what follows, each past its own bounds where it may be. */
    private static double parts(Machine machine, Arguments given) {
        double[] parts = new double[7];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = i < given.size() ? machine.convert().number(given.at(i)) : i == 2 ? 1 : 0;
            if (!(Math.abs(parts[i]) <= MOST)) {
                return Double.NaN;
            }
            parts[i] = (long) parts[i];
        }
        parts[0] += parts[0] >= 0 && parts[0] <= 99 ? 1_900 : 0;
        double months = parts[0] * 12 + parts[1];
        if (Math.abs(months) > 12 * 300_000) {
            return Double.NaN;
        }
        double days =
                (double) LocalDate.EPOCH.plusMonths((long) months - 1_970 * 12).toEpochDay() + parts[2] - 1;
        return within((((days * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5]) * 1_000 + parts[6]);
    }

    /** A time in ISO 8601, which is UTC where it does not say; not a number where it is none. */
    private static double parse(String text) {
        if (text.length() > 64) {
            return Double.NaN;
        }
        boolean day = text.indexOf('T') < 0 && text.indexOf(':') < 0;
        String whole = day ? text + "-01-01".substring(Math.clamp(text.length() - 4, 0, 6)) + "T00:00:00Z" : text;
        boolean zoned = whole.endsWith("Z") || whole.lastIndexOf('+') > 10 || whole.lastIndexOf('-') > 10;
        try {
            String zone = zoned ? whole : whole + "Z";
            return within((double)
                    OffsetDateTime.parse(zone.replace(' ', 'T')).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return Double.NaN;
        }
    }
}
