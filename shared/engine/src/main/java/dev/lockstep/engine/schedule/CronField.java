package dev.lockstep.engine.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** One of the five fields of a cron expression: what it may hold, and how it is read. */
enum CronField {
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY_OF_MONTH("day of month", 1, 31, ""),
    MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    /** From Sunday to Sunday, which is 0 and 7. */
    DAY_OF_WEEK("day of week", 0, 7, "SUN MON TUE WED THU FRI SAT");

    private static final String LAST_DAY = "L";

    private final String title;
    private final int least;
    private final int most;
    private final String names;

    CronField(String title, int least, int most, String names) {
        this.title = title;
        this.least = least;
        this.most = most;
        this.names = names;
    }

    /**
     * What a field says.
     *
     * @param values the numbers that it names
     * @param open whether it begins with a {@code *}, and so leaves the choice of days to the other field of days
     * @param lastDay whether it names the last day of the month
     */
    record Values(BitSet values, boolean open, boolean lastDay) {
        boolean has(int value) {
            return values.get(value);
        }
    }

    /** Reads the field; what is wrong is noted, and left out. */
    Values read(String text, List<String> faults) {
        BitSet values = new BitSet();
        boolean lastDay = false;
        for (String part : text.toUpperCase(Locale.ROOT).split(",", -1)) {
            if (this == DAY_OF_MONTH && part.equals(LAST_DAY)) {
                lastDay = true;
            } else {
                try {
                    readPart(part, values);
                } catch (IllegalArgumentException e) {
                    faults.add(title + ": " + e.getMessage());
                }
            }
        }
        if (this == DAY_OF_WEEK && values.get(7)) {
            values.set(0);
            values.clear(7);
        }
        return new Values(values, text.startsWith("*"), lastDay);
    }

    private void readPart(String part, BitSet values) {
        String[] rangeAndStep = part.split("/", -1);
        if (rangeAndStep.length > 2) {
            throw new IllegalArgumentException("\"" + part + "\" has more than one step");
        }
        int step = rangeAndStep.length == 2 ? step(rangeAndStep[1]) : 1;
        String[] bounds = rangeAndStep[0].split("-", -1);
        if (bounds.length > 2) {
            throw new IllegalArgumentException("\"" + part + "\" is no range");
        }
        int from;
        int to;
        if (rangeAndStep[0].equals("*")) {
            from = least;
            to = this == DAY_OF_WEEK ? 6 : most;
        } else {
            from = value(bounds[0]);
            to = bounds.length == 2 ? value(bounds[1]) : rangeAndStep.length == 2 ? most : from;
        }
        if (from > to) {
            throw new IllegalArgumentException("the range \"" + part + "\" runs backward");
        }
        for (int value = from; value <= to; value += step) {
            values.set(value);
        }
    }

    private int step(String text) {
        if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) == 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no step; give a number from 1 on");
        }
        return Integer.parseInt(text);
    }

    private int value(String text) {
        List<String> known = names.isEmpty() ? List.of() : List.of(names.split(" ", -1));
        int name = known.indexOf(text);
        if (name >= 0) {
            return name + least;
        }
        if (text.matches("[0-9]{1,2}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is not from " + least + " to " + most
                + (known.isEmpty() ? "" : " or " + known.getFirst() + " to " + known.getLast()));
    }
}
