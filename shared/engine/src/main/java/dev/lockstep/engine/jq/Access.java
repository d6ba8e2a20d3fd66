package dev.lockstep.engine.jq;

import org.jspecify.annotations.Nullable;

/** Reads parts of values. */
final class Access {
    private static final String START = "start";
    private static final String END = "end";

    private Access() {}

    /** A part of an array or a text, both counted in its elements or characters. */
    record Span(int from, int to) {}

    static Value get(Run run, Value target, Value key) {
        Meter meter = run.meter();
        if (target instanceof Obj object && key instanceof Value.Text name) {
            return orNull(object.get(meter, name.text()));
        }
        if (target instanceof Arr array && key instanceof Value.Num number) {
            return element(meter, array, number.number());
        }
        if (target instanceof Arr array && key instanceof Obj span) {
            Span part = span(run, span, array.size(meter));
            return new Arr(array.copy(meter, part.from, part.to));
        }
        if (target instanceof Value.Text text && key instanceof Obj span) {
            return Texts.part(run, text.text(), span(run, span, Texts.length(run, text.text())));
        }
        if (target instanceof Arr array && key instanceof Arr wanted) {
            return Searching.indices(run, array, wanted);
        }
        boolean any = key instanceof Value.Text || key instanceof Value.Num || key instanceof Obj;
        if (target == Value.Null.NULL && (any || key == Value.Null.NULL)) {
            return Value.Null.NULL;
        }
        throw cannot(run, target, key);
    }

    static JqError cannot(Run run, Value target, Value key) {
        return new JqError("Cannot index " + target.type() + " with "
                + (key instanceof Value.Text ? "string " + Printer.brief(run, key) : key.type()));
    }

    private static Value orNull(@Nullable Value value) {
        return value == null ? Value.Null.NULL : value;
    }

    private static Value element(Meter meter, Arr array, double number) {
        double index = Math.floor(number);
        double place = index < 0 ? index + array.size(meter) : index;
        return place >= 0 && place < array.size(meter) ? array.get(meter, (int) place) : Value.Null.NULL;
    }

    /** What a slice is as a key. */
    static Value slice(Run run, Value from, Value to) {
        return Obj.empty(run.meter()).with(run.meter(), START, from).with(run.meter(), END, to);
    }

    static Span span(Run run, Obj slice, int size) {
        double from = bound(orNull(slice.get(run.meter(), START)), 0, size);
        double to = bound(orNull(slice.get(run.meter(), END)), size, size);
        int first = (int) Math.clamp(Math.floor(from), 0, size);
        return new Span(first, Math.max(first, (int) Math.clamp(Math.ceil(to), 0, size)));
    }

    private static double bound(Value value, double byDefault, int size) {
        return switch (value) {
            case Value.Null nothing -> byDefault;
            case Value.Num number -> {
                double bound = number.isNan() ? byDefault : number.number();
                yield bound < 0 ? bound + size : bound;
            }
            default -> throw new JqError("Start and end indices of an array slice must be numbers");
        };
    }
}
