package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object, whose fields are in the order in which they came. It is changed as an {@link Arr array} is. */
final class Obj implements Value {
    private @Nullable Map<String, Value> fields;
    private @Nullable Change undo;

    /**
     * What leads from a newer object back to an older one.
     *
     * @param before what the field was, where it was there
     */
    private record Change(Obj newer, String key, @Nullable Value before) {}

    /** One of these, which are now its own; they have been counted. */
    Obj(Map<String, Value> fields) {
        this.fields = fields;
    }

    static Obj empty(Meter meter) {
        meter.allocate(Meter.OBJECT);
        return new Obj(new LinkedHashMap<>());
    }

    int size(Meter meter) {
        return own(meter).size();
    }

    @Nullable
    Value get(Meter meter, String key) {
        return own(meter).get(key);
    }

    /** To be read at once: they are not what they were when this object has been changed. */
    Map<String, Value> fields(Meter meter) {
        return own(meter);
    }

    List<String> keys(Meter meter) {
        meter.list(own(meter).size());
        return new ArrayList<>(own(meter).keySet());
    }

    Obj with(Meter meter, String key, Value value) {
        Map<String, Value> taken = own(meter);
        meter.lengthOfList(taken.size() + 1L);
        meter.allocate(Meter.FIELD);
        Value before = taken.put(key, value);
        Obj newer = new Obj(taken);
        undo = new Change(newer, key, before);
        fields = null;
        return newer;
    }

    Obj without(Meter meter, String key) {
        if (!own(meter).containsKey(key)) {
            return this;
        }
        Map<String, Value> rest = copy(meter);
        rest.remove(key);
        return new Obj(rest);
    }

    private Map<String, Value> copy(Meter meter) {
        meter.allocate(Meter.OBJECT + (long) Meter.FIELD * own(meter).size());
        return new LinkedHashMap<>(own(meter));
    }

    private Map<String, Value> own(Meter meter) {
        Map<String, Value> own = fields;
        if (own == null) {
            own = restored(meter);
            fields = own;
            undo = null;
        }
        return own;
    }

    private Map<String, Value> restored(Meter meter) {
        List<Change> changes = new ArrayList<>();
        Obj at = this;
        while (at.undo != null) {
            meter.tick();
            changes.add(at.undo);
            at = at.undo.newer;
        }
        Map<String, Value> restored = at.copy(meter);
        for (Change change : changes.reversed()) {
            Value before = change.before;
            if (before == null) {
                restored.remove(change.key);
            } else {
                restored.put(change.key, before);
            }
        }
        return restored;
    }
}
