package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array. One that is made by changing another takes its elements over, and leaves it with what it takes to undo the change:
 * so that a loop which adds to an array a thousand times does not copy it as often. Whoever asks the older one after all has it
 * copied, once.
 */
final class Arr implements Value {
    private @Nullable List<Value> elements;
    private @Nullable Change undo;

    /**
     * What leads from a newer array back to an older one.
     *
     * @param size what the older one's was
     * @param before what was at the index, where there was something
     */
    private record Change(
            Arr newer, int size, int index, @Nullable Value before) {}

    /** One of these, which are now its own; they have been counted. */
    Arr(List<Value> elements) {
        this.elements = elements;
    }

    static Arr of(Meter meter, List<? extends Value> elements) {
        meter.list(elements.size());
        return new Arr(new ArrayList<>(elements));
    }

    int size(Meter meter) {
        return own(meter).size();
    }

    Value get(Meter meter, int index) {
        return own(meter).get(index);
    }

    /** To be read at once: it is not what it was when this array has been changed. */
    List<Value> elements(Meter meter) {
        return own(meter);
    }

    List<Value> copy(Meter meter, int from, int to) {
        meter.list(to - from);
        return new ArrayList<>(own(meter).subList(from, to));
    }

    /** This array with a value at an index; what is between its end and there is null. */
    Arr with(Meter meter, int index, Value value) {
        List<Value> taken = own(meter);
        int size = taken.size();
        meter.lengthOfList(index + 1L);
        meter.allocate(Meter.ELEMENT * (Math.max(0L, index + 1L - size) + 4));
        Value before = null;
        if (index < size) {
            before = taken.set(index, value);
        } else {
            while (taken.size() < index) {
                taken.add(Null.NULL);
            }
            taken.add(value);
        }
        return give(taken, size, index, before);
    }

    Arr plus(Meter meter, Arr more) {
        List<Value> added = more.copy(meter, 0, more.size(meter));
        List<Value> taken = own(meter);
        int size = taken.size();
        meter.lengthOfList((long) size + added.size());
        taken.addAll(added);
        return give(taken, size, size, null);
    }

    private Arr give(List<Value> taken, int size, int index, @Nullable Value before) {
        Arr newer = new Arr(taken);
        undo = new Change(newer, size, index, before);
        elements = null;
        return newer;
    }

    private List<Value> own(Meter meter) {
        List<Value> own = elements;
        if (own == null) {
            own = restored(meter);
            elements = own;
            undo = null;
        }
        return own;
    }

    private List<Value> restored(Meter meter) {
        List<Change> changes = new ArrayList<>();
        Arr at = this;
        while (at.undo != null) {
            meter.tick();
            changes.add(at.undo);
            at = at.undo.newer;
        }
        List<Value> restored = at.copy(meter, 0, at.size(meter));
        for (Change change : changes.reversed()) {
            Value before = change.before;
            if (before == null) {
                restored.subList(change.size, restored.size()).clear();
            } else {
                restored.set(change.index, before);
            }
        }
        return restored;
    }
}
