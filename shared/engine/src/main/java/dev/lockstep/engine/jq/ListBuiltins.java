package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Functions of arrays, and counting. */
final class ListBuiltins {
    private ListBuiltins() {}

    /** Makes something of an array, and of another that a query made of its elements. */
    private interface Keyed {
        Value of(Run run, Arr array, Arr keys);
    }

    static List<Builtin> all() {
        return List.of(
                new Builtin("_range", 3, ListBuiltins::range),
                Builtin.of("add", 0, (run, input, given) -> add(run, input)),
                Builtin.of("reverse", 0, (run, input, given) -> reverse(run, input)),
                Builtin.of("sort", 0, (run, input, given) -> Sorting.sorted(run, sortable(run, input))),
                Builtin.of("min", 0, (run, input, given) -> {
                    Arr array = iterable(run, input);
                    return Sorting.extreme(run, array, array, false);
                }),
                Builtin.of("max", 0, (run, input, given) -> {
                    Arr array = iterable(run, input);
                    return Sorting.extreme(run, array, array, true);
                }),
                Builtin.of("unique", 0, (run, input, given) -> {
                    Arr array = sortable(run, input);
                    return Sorting.unique(run, array, array);
                }),
                keyed("_sort_by", Sorting::sortedBy),
                keyed("_group_by", Sorting::grouped),
                keyed("_unique_by", Sorting::unique),
                keyed("_min_by", (run, array, keys) -> Sorting.extreme(run, array, keys, false)),
                keyed("_max_by", (run, array, keys) -> Sorting.extreme(run, array, keys, true)),
                Builtin.of("flatten", 1, (run, input, given) -> flatten(run, input, given.get(0))),
                Builtin.of("bsearch", 1, (run, input, given) -> search(run, input, given.get(0))));
    }

    private static Builtin keyed(String name, Keyed function) {
        return Builtin.of(
                name, 1, (run, input, given) -> function.of(run, iterable(run, input), iterable(run, given.get(0))));
    }

    private static Arr sortable(Run run, Value value) {
        if (value instanceof Arr array) {
            return array;
        }
        throw new JqError(Printer.described(run, value) + " cannot be sorted, as it is not an array");
    }

    static Arr iterable(Run run, Value value) {
        if (value instanceof Arr array) {
            return array;
        }
        throw new JqError("Cannot iterate over " + Printer.described(run, value));
    }

    /** Of an array or an object. */
    static List<Value> elements(Run run, Value value) {
        return switch (value) {
            case Arr array -> array.copy(run.meter(), 0, array.size(run.meter()));
            case Obj object -> {
                run.meter().list(object.size(run.meter()));
                yield new ArrayList<>(object.fields(run.meter()).values());
            }
            default -> throw new JqError("Cannot iterate over " + Printer.described(run, value));
        };
    }

    /** Texts are put together at once: to add one to another again and again would copy all before it each time. */
    private static Value add(Run run, Value input) {
        List<Value> elements = elements(run, input);
        StringBuilder texts = new StringBuilder();
        Value sum = Value.Null.NULL;
        for (Value element : elements) {
            run.meter().tick();
            boolean goesOn = sum instanceof Value.Text || sum == Value.Null.NULL;
            if (goesOn && element instanceof Value.Text text) {
                texts.append(text.text());
                run.meter().lengthOfText(texts.length());
                sum = element;
            } else if (element != Value.Null.NULL) {
                sum = Arithmetic.add(run, sum instanceof Value.Text ? run.text(texts.toString()) : sum, element);
            }
        }
        return sum instanceof Value.Text ? run.text(texts.toString()) : sum;
    }

    private static Value reverse(Run run, Value input) {
        return switch (input) {
            case Value.Null nothing -> Arr.of(run.meter(), List.of());
            case Value.Text text ->
                run.text(new StringBuilder(text.text()).reverse().toString());
            case Arr array -> {
                run.meter().glance();
                yield new Arr(
                        array.copy(run.meter(), 0, array.size(run.meter())).reversed());
            }
            default -> throw new JqError("Cannot reverse " + Printer.described(run, input));
        };
    }

    private static Value flatten(Run run, Value input, Value depth) {
        if (!(depth instanceof Value.Num number)) {
            throw new JqError("flatten depth must be a number");
        }
        if (number.number() < 0) {
            throw new JqError("flatten depth must not be negative");
        }
        List<Value> flat = new ArrayList<>();
        flatten(run, elements(run, input), number.number(), flat);
        return Arr.of(run.meter(), flat);
    }

    private static void flatten(Run run, List<Value> elements, double depth, List<Value> flat) {
        run.meter().enter();
        for (Value element : elements) {
            if (element instanceof Arr array && depth > 0) {
                flatten(run, array.elements(run.meter()), depth - 1, flat);
            } else {
                run.meter().tick();
                run.meter().lengthOfList(flat.size() + 1L);
                flat.add(element);
            }
        }
        run.meter().leave();
    }

    /** Where it is, or else as much below -1 as where it would be put. */
    private static Value search(Run run, Value input, Value wanted) {
        Arr array = iterable(run, input);
        int from = 0;
        int to = array.size(run.meter());
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = Order.compare(run, array.get(run.meter(), middle), wanted);
            if (order == 0) {
                return run.number(middle);
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return run.number(-1 - from);
    }

    private static Iterator<Value> range(Run run, Value input, List<Value> given) {
        double[] bounds = new double[3];
        for (int i = 0; i < bounds.length; i++) {
            if (!(given.get(i) instanceof Value.Num number)) {
                throw new JqError("Range bounds must be numeric");
            }
            bounds[i] = number.number();
        }
        return new Range(run, bounds[0], bounds[1], bounds[2]);
    }

    private static final class Range implements Iterator<Value> {
        private final Run run;
        private final double end;
        private final double step;
        private double next;

        Range(Run run, double from, double end, double step) {
            this.run = run;
            this.next = from;
            this.end = end;
            this.step = step;
        }

        @Override
        public boolean hasNext() {
            return step > 0 ? next < end : step < 0 && next > end;
        }

        @Override
        public Value next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            double now = next;
            next += step;
            return run.number(now);
        }
    }
}
