package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Reads, sets and removes what is at paths. */
final class Paths {
    private Paths() {}

    /** Refuses to go from what was computed to a part of it, where paths are asked for. */
    static void follow(Run run, Value value, Path path, String how) {
        if (path.isComputed()) {
            throw new JqError("Invalid path expression near attempt to " + how + " " + Printer.brief(run, value));
        }
    }

    /** Refuses to tell where something is that was computed. */
    static void end(Run run, Value value, Path path) {
        if (path.isComputed()) {
            throw new JqError("Invalid path expression with result " + Printer.brief(run, value));
        }
    }

    static List<Value> keys(Run run, Value path) {
        if (path instanceof Arr keys) {
            return List.copyOf(keys.elements(run.meter()));
        }
        throw new JqError("Path must be specified as an array");
    }

    static Value get(Run run, Value value, Value path) {
        Value at = value;
        for (Value key : keys(run, path)) {
            run.meter().tick();
            if (at == Value.Null.NULL) {
                return at;
            }
            at = Access.get(run, at, key);
        }
        return at;
    }

    static Value set(Run run, Value value, Value path, Value next) {
        return set(run, value, keys(run, path), 0, next);
    }

    private static Value set(Run run, Value target, List<Value> keys, int index, Value next) {
        if (index == keys.size()) {
            return next;
        }
        run.meter().enter();
        Value key = keys.get(index);
        Value part = Access.get(run, target, key);
        Value changed = put(run, target, key, set(run, part, keys, index + 1, next));
        run.meter().leave();
        return changed;
    }

    /** The target with another value at a key of its own. */
    private static Value put(Run run, Value target, Value key, Value next) {
        boolean none = target == Value.Null.NULL;
        if (key instanceof Value.Text name && (none || target instanceof Obj)) {
            Obj object = target instanceof Obj there ? there : Obj.empty(run.meter());
            return object.with(run.meter(), name.text(), next);
        }
        if (none || target instanceof Arr) {
            Arr array = target instanceof Arr there ? there : new Arr(new ArrayList<>());
            if (key instanceof Value.Num number) {
                return put(run, array, number.number(), next);
            }
            if (key instanceof Obj slice) {
                return splice(run, array, Access.span(run, slice, array.size(run.meter())), next);
            }
        }
        if (target instanceof Value.Text && key instanceof Obj) {
            throw new JqError("Cannot update string slices");
        }
        throw Access.cannot(run, target, key);
    }

    private static Value put(Run run, Arr array, double number, Value next) {
        double index = Math.floor(Double.isNaN(number) ? 0 : number);
        double place = index < 0 ? index + array.size(run.meter()) : index;
        if (place < 0) {
            throw new JqError("Out of bounds negative array index");
        }
        run.meter().lengthOfList((long) Math.min(place, Meter.LIST) + 1);
        return array.with(run.meter(), (int) place, next);
    }

    private static Value splice(Run run, Arr array, Access.Span span, Value next) {
        if (!(next instanceof Arr inserted)) {
            throw new JqError("A slice of an array can only be assigned another array");
        }
        Meter meter = run.meter();
        Arr before = new Arr(array.copy(meter, 0, span.from()));
        Arr after = new Arr(array.copy(meter, span.to(), array.size(meter)));
        return before.plus(meter, inserted).plus(meter, after);
    }

    /** Removes what is at several paths, each as it was before any was removed. */
    static Value delete(Run run, Value value, Value paths) {
        if (!(paths instanceof Arr list)) {
            throw new JqError("Paths must be specified as an array");
        }
        List<List<Value>> keys = new ArrayList<>();
        Arr sorted = Sorting.sorted(run, list);
        for (Value path : sorted.elements(run.meter())) {
            if (!(path instanceof Arr each)) {
                throw new JqError("Path must be specified as array, not " + path.type());
            }
            keys.add(each.copy(run.meter(), 0, each.size(run.meter())));
        }
        boolean whole = !keys.isEmpty() && keys.getFirst().isEmpty();
        return whole ? Value.Null.NULL : delete(run, value, keys, 0);
    }

    /** @param paths sorted, so that those with the same key follow each other, the shortest first */
    private static Value delete(Run run, Value target, List<List<Value>> paths, int index) {
        if (target == Value.Null.NULL) {
            return target;
        }
        run.meter().enter();
        Value left = target;
        List<Value> gone = new ArrayList<>();
        int from = 0;
        while (from < paths.size()) {
            Value key = paths.get(from).get(index);
            int to = from + 1;
            while (to < paths.size() && Order.compare(run, paths.get(to).get(index), key) == 0) {
                to++;
            }
            if (paths.get(from).size() == index + 1) {
                gone.add(key);
            } else {
                Value part = Access.get(run, left, key);
                if (part != Value.Null.NULL) {
                    left = put(run, left, key, delete(run, part, paths.subList(from, to), index + 1));
                }
            }
            from = to;
        }
        run.meter().leave();
        return gone.isEmpty() ? left : remove(run, left, gone);
    }

    private static Value remove(Run run, Value target, List<Value> keys) {
        Meter meter = run.meter();
        if (target instanceof Obj object) {
            Obj left = object;
            for (Value key : keys) {
                if (!(key instanceof Value.Text name)) {
                    throw new JqError("Cannot delete field at array index of object");
                }
                left = left.without(meter, name.text());
            }
            return left;
        }
        if (!(target instanceof Arr array)) {
            throw new JqError("Cannot delete field of " + target.type());
        }
        BitSet gone = new BitSet();
        int size = array.size(meter);
        for (Value key : keys) {
            switch (key) {
                case Value.Num number -> {
                    double index = Math.floor(number.number());
                    double place = index < 0 ? index + size : index;
                    if (place >= 0 && place < size) {
                        gone.set((int) place);
                    }
                }
                case Obj slice -> {
                    Access.Span span = Access.span(run, slice, size);
                    gone.set(span.from(), span.to());
                }
                default -> throw new JqError("Cannot delete " + key.type() + " element of array");
            }
        }
        List<Value> left = new ArrayList<>();
        for (int i = gone.nextClearBit(0); i < size; i = gone.nextClearBit(i + 1)) {
            left.add(array.get(meter, i));
        }
        return Arr.of(meter, left);
    }
}
