package dev.lockstep.engine.jq;

import java.math.BigDecimal;
import java.util.Map;

/** Writes values as JSON, as jq does. */
final class Printer {
    /** In an error, of a value. */
    private static final int BRIEF = 14;

    /** The shortest digits of a number are left as they are up to so many more places. */
    private static final int PLACES = 15;

    private final Run run;
    private final StringBuilder written = new StringBuilder();
    private final int most;

    private Printer(Run run, int most) {
        this.run = run;
        this.most = most;
    }

    static Value.Text json(Run run, Value value) {
        Printer printer = new Printer(run, Meter.STRING);
        printer.write(value);
        return run.text(printer.written.toString());
    }

    /** A text as it is, and anything else as JSON. */
    static Value.Text text(Run run, Value value) {
        return value instanceof Value.Text text ? text : json(run, value);
    }

    /** The beginning of its JSON. */
    static String brief(Run run, Value value) {
        Printer printer = new Printer(run, BRIEF);
        printer.write(value);
        String written = printer.written.toString();
        if (written.length() <= BRIEF) {
            return written;
        }
        boolean splits = Character.isHighSurrogate(written.charAt(BRIEF - 4));
        return written.substring(0, splits ? BRIEF - 4 : BRIEF - 3) + "...";
    }

    /** As in {@code number (1)}. */
    static String described(Run run, Value value) {
        return value.type() + " (" + brief(run, value) + ")";
    }

    private boolean full() {
        if (most == Meter.STRING) {
            run.meter().lengthOfText(written.length());
        }
        return written.length() > most;
    }

    private void write(Value value) {
        if (full()) {
            return;
        }
        run.meter().enter();
        switch (value) {
            case Value.Null nothing -> written.append("null");
            case Value.Bool bool -> written.append(bool.holds());
            case Value.Num number -> written.append(number(number));
            case Value.Text text -> quote(text.text());
            case Arr array -> {
                String between = "[";
                for (Value element : array.elements(run.meter())) {
                    written.append(between);
                    write(element);
                    between = ",";
                    if (full()) {
                        break;
                    }
                }
                written.append(between.equals("[") ? "[]" : "]");
            }
            case Obj object -> write(object);
        }
        run.meter().leave();
    }

    private void write(Obj object) {
        String between = "{";
        for (Map.Entry<String, Value> field : object.fields(run.meter()).entrySet()) {
            written.append(between);
            quote(field.getKey());
            written.append(':');
            write(field.getValue());
            between = ",";
            if (full()) {
                break;
            }
        }
        written.append(between.equals("{") ? "{}" : "}");
    }

    private void quote(String text) {
        written.append('"');
        for (int i = 0; i < text.length() && !full(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> written.append("\\\"");
                case '\\' -> written.append("\\\\");
                case '\b' -> written.append("\\b");
                case '\f' -> written.append("\\f");
                case '\n' -> written.append("\\n");
                case '\r' -> written.append("\\r");
                case '\t' -> written.append("\\t");
                default -> {
                    if (c < ' ' || c == 127) {
                        written.append(String.format("\\u%04x", (int) c));
                    } else {
                        written.append(c);
                    }
                }
            }
        }
        written.append('"');
    }

    static String number(Value.Num number) {
        if (number.exact().isPresent()) {
            return number.exact().get().toPlainString();
        }
        double value = number.number();
        if (Double.isNaN(value)) {
            return "null";
        }
        if (Double.isInfinite(value)) {
            return number(new Value.Num(Math.copySign(Double.MAX_VALUE, value)));
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        BigDecimal digits = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String unscaled = digits.unscaledValue().toString();
        int point = unscaled.length() - digits.scale();
        String sign = value < 0 ? "-" : "";
        return sign
                + (point <= -4 || point > unscaled.length() + PLACES
                        ? exponential(unscaled, point - 1)
                        : digits.toPlainString());
    }

    private static String exponential(String digits, int exponent) {
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }
}
