package dev.lockstep.engine.jq;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Times as text, by formats as in {@code %Y-%m-%d}. All are UTC, and in English. */
final class TimeFormat {
    private static final List<String> MONTHS = IntStream.rangeClosed(1, 12)
            .mapToObj(month -> java.time.Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH))
            .toList();
    private static final List<String> DAYS = IntStream.range(0, 7)
            .mapToObj(day -> java.time.DayOfWeek.SUNDAY.plus(day).getDisplayName(TextStyle.FULL, Locale.ENGLISH))
            .toList();

    private TimeFormat() {}

    static String written(Run run, String format, LocalDateTime time) {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            run.meter().tick();
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                i++;
                written.append(written(run, format.charAt(i), time));
            } else {
                written.append(c);
            }
            run.meter().lengthOfText(written.length());
        }
        return written.toString();
    }

    private static String written(Run run, char code, LocalDateTime time) {
        int weekday = time.getDayOfWeek().getValue() % 7;
        int hour = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        return switch (code) {
            case 'Y' -> Integer.toString(time.getYear());
            case 'C' -> two(time.getYear() / 100);
            case 'y' -> two(Math.floorMod(time.getYear(), 100));
            case 'm' -> two(time.getMonthValue());
            case 'd' -> two(time.getDayOfMonth());
            case 'e' -> padded(time.getDayOfMonth());
            case 'H' -> two(time.getHour());
            case 'k' -> padded(time.getHour());
            case 'I' -> two(hour);
            case 'l' -> padded(hour);
            case 'M' -> two(time.getMinute());
            case 'S' -> two(time.getSecond());
            case 'p' -> time.getHour() < 12 ? "AM" : "PM";
            case 'P' -> time.getHour() < 12 ? "am" : "pm";
            case 'j' -> String.format(Locale.ROOT, "%03d", time.getDayOfYear());
            case 'a' -> DAYS.get(weekday).substring(0, 3);
            case 'A' -> DAYS.get(weekday);
            case 'b', 'h' -> MONTHS.get(time.getMonthValue() - 1).substring(0, 3);
            case 'B' -> MONTHS.get(time.getMonthValue() - 1);
            case 'u' -> Integer.toString(weekday == 0 ? 7 : weekday);
            case 'w' -> Integer.toString(weekday);
            case 'U' -> two((time.getDayOfYear() + 6 - weekday) / 7);
            case 'W' -> two((time.getDayOfYear() + 6 - (weekday + 6) % 7) / 7);
            case 'V' -> two(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> Integer.toString(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' -> two(Math.floorMod(time.get(IsoFields.WEEK_BASED_YEAR), 100));
            case 's' -> Long.toString(time.toEpochSecond(ZoneOffset.UTC));
            case 'Z' -> "UTC";
            case 'z' -> "+0000";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            case 'F' -> written(run, "%Y-%m-%d", time);
            case 'T', 'X' -> written(run, "%H:%M:%S", time);
            case 'R' -> written(run, "%H:%M", time);
            case 'D', 'x' -> written(run, "%m/%d/%y", time);
            case 'r' -> written(run, "%I:%M:%S %p", time);
            case 'c' -> written(run, "%a %b %e %H:%M:%S %Y", time);
            default -> throw new JqError("strftime/1: %" + code + " is not supported");
        };
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }

    private static String padded(int number) {
        return String.format(Locale.ROOT, "%2d", number);
    }

    static LocalDateTime read(Run run, String format, String text) {
        Reading reading = new Reading(text);
        try {
            if (reading.read(run, format) && reading.at == text.length()) {
                return reading.time();
            }
        } catch (DateTimeException e) {
            // As where the text is of another form: there is no such day.
        }
        throw new JqError("date " + Printer.brief(run, new Value.Text(text)) + " does not match format "
                + Printer.json(run, new Value.Text(format)).text());
    }

    /** What of a text has been read. */
    private static final class Reading {
        private final String text;
        private int at;
        private int year = 1970;
        private int month = 1;
        private int day = 1;
        private int dayOfYear;
        private int hour;
        private int minute;
        private int second;
        private boolean afternoon;
        private boolean halves;
        private long epoch;
        private boolean whole;

        Reading(String text) {
            this.text = text;
        }

        private boolean read(Run run, String format) {
            boolean matches = true;
            for (int i = 0; i < format.length() && matches; i++) {
                run.meter().tick();
                char c = format.charAt(i);
                if (Character.isWhitespace(c)) {
                    blanks();
                } else if (c == '%' && i + 1 < format.length()) {
                    i++;
                    matches = read(run, format.charAt(i));
                } else {
                    matches = at < text.length() && text.charAt(at++) == c;
                }
            }
            return matches;
        }

        private void blanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private boolean read(Run run, char code) {
            return switch (code) {
                case 'Y' -> (year = number(4)) >= 0;
                case 'y' -> (year = number(2)) >= 0 && (year += year < 69 ? 2000 : 1900) > 0;
                case 'm' -> (month = number(2)) >= 0;
                case 'd', 'e' -> (day = number(2)) >= 0;
                case 'j' -> (dayOfYear = number(3)) > 0;
                case 'H', 'k' -> (hour = number(2)) >= 0;
                case 'I', 'l' -> (hour = number(2)) >= 0 && (halves = true);
                case 'M' -> (minute = number(2)) >= 0;
                case 'S' -> (second = number(2)) >= 0;
                case 'p', 'P' -> half();
                case 'a', 'A' -> name(DAYS) >= 0;
                case 'b', 'B', 'h' -> (month = name(MONTHS) + 1) > 0;
                case 's' -> (whole = true) && (epoch = number(11)) >= 0;
                case 'Z' -> letters();
                case 'z' -> offset();
                case 'T' -> read(run, "%H:%M:%S");
                case 'R' -> read(run, "%H:%M");
                case 'F' -> read(run, "%Y-%m-%d");
                case 'D' -> read(run, "%m/%d/%y");
                case 'n', 't' -> {
                    blanks();
                    yield true;
                }
                case '%' -> at < text.length() && text.charAt(at++) == '%';
                default -> throw new JqError("strptime/1: %" + code + " is not supported");
            };
        }

        private int number(int most) {
            blanks();
            int start = at;
            while (at < text.length() && at < start + most && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            return at == start ? -1 : (int) Math.min(Long.parseLong(text.substring(start, at)), Integer.MAX_VALUE);
        }

        private boolean half() {
            boolean before = text.regionMatches(true, at, "AM", 0, 2);
            afternoon = text.regionMatches(true, at, "PM", 0, 2);
            at += 2;
            return before || afternoon;
        }

        private int name(List<String> names) {
            for (String name : names) {
                for (String form : List.of(name, name.substring(0, 3))) {
                    if (text.regionMatches(true, at, form, 0, form.length())) {
                        at += form.length();
                        return names.indexOf(name);
                    }
                }
            }
            return -1;
        }

        private boolean letters() {
            int start = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            return at > start;
        }

        private boolean offset() {
            if (at < text.length() && text.charAt(at) == 'Z') {
                at++;
                return true;
            }
            boolean signed = at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-');
            at++;
            return signed && number(2) >= 0 && (!text.startsWith(":", at) || ++at > 0) && number(2) >= 0;
        }

        private LocalDateTime time() {
            if (whole) {
                return LocalDateTime.ofEpochSecond(epoch, 0, ZoneOffset.UTC);
            }
            int clock = halves ? hour % 12 + (afternoon ? 12 : 0) : hour;
            LocalDateTime time = LocalDateTime.of(year, month, day, clock, minute, Math.min(second, 59))
                    .plusSeconds(Math.max(0, second - 59));
            return dayOfYear > 0 ? time.withDayOfYear(dayOfYear) : time;
        }
    }
}
