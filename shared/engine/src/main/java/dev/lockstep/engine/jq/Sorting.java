package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.List;

/** Sorts and groups arrays, by their elements or by what a query made of them. */
final class Sorting {
    private Sorting() {}

    /** An element, and what it goes by. */
    private record Keyed(Value value, Value key) {}

    static Arr sorted(Run run, Arr array) {
        List<Value> sorted = array.copy(run.meter(), 0, array.size(run.meter()));
        sorted.sort((one, other) -> Order.compare(run, one, other));
        return new Arr(sorted);
    }

    private static List<Keyed> keyed(Run run, Arr array, Arr keys) {
        run.meter().list(array.size(run.meter()));
        List<Keyed> keyed = new ArrayList<>();
        for (int i = 0; i < array.size(run.meter()); i++) {
            run.meter().allocate(Meter.BINDING);
            keyed.add(new Keyed(array.get(run.meter(), i), keys.get(run.meter(), i)));
        }
        return keyed;
    }

    private static List<Keyed> sorted(Run run, Arr array, Arr keys) {
        List<Keyed> keyed = keyed(run, array, keys);
        keyed.sort((one, other) -> Order.compare(run, one.key, other.key));
        return keyed;
    }

    static Value sortedBy(Run run, Arr array, Arr keys) {
        return Arr.of(
                run.meter(), sorted(run, array, keys).stream().map(Keyed::value).toList());
    }

    static Value grouped(Run run, Arr array, Arr keys) {
        List<Value> groups = new ArrayList<>();
        List<Value> group = new ArrayList<>();
        Value key = Value.Null.NULL;
        for (Keyed each : sorted(run, array, keys)) {
            if (!group.isEmpty() && Order.compare(run, each.key, key) != 0) {
                groups.add(Arr.of(run.meter(), group));
                group.clear();
            }
            group.add(each.value);
            key = each.key;
        }
        if (!group.isEmpty()) {
            groups.add(Arr.of(run.meter(), group));
        }
        return Arr.of(run.meter(), groups);
    }

    /** The first of each group. */
    static Value unique(Run run, Arr array, Arr keys) {
        List<Value> unique = new ArrayList<>();
        Value key = Value.Null.NULL;
        for (Keyed each : sorted(run, array, keys)) {
            if (unique.isEmpty() || Order.compare(run, each.key, key) != 0) {
                unique.add(each.value);
            }
            key = each.key;
        }
        return Arr.of(run.meter(), unique);
    }

    /** The first of the least, or the last of the greatest. */
    static Value extreme(Run run, Arr array, Arr keys, boolean greatest) {
        Value found = Value.Null.NULL;
        Value key = Value.Null.NULL;
        boolean any = false;
        for (Keyed each : keyed(run, array, keys)) {
            int order = any ? Order.compare(run, each.key, key) : 0;
            if (!any || (greatest ? order >= 0 : order < 0)) {
                found = each.value;
                key = each.key;
                any = true;
            }
        }
        return found;
    }
}
