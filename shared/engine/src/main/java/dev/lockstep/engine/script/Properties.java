package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads and writes what values have: fields, elements, lengths, and the functions of their types. */
final class Properties {
    private static final String LENGTH = "length";

    private final Machine machine;

    Properties(Machine machine) {
        this.machine = machine;
    }

    Value get(Value object, Value key) {
        if (key instanceof Value.Num number && number.number() == (int) number.number() && number.number() >= 0) {
            int index = (int) number.number();
            if (object instanceof Arr list && index < list.size()) {
                return list.at(index);
            }
            if (object instanceof Value.Text text && index < text.text().length()) {
                return new Value.Text(text.text().substring(index, index + 1));
            }
        }
        return get(object, machine.convert().key(key));
    }

    Value get(Value object, String key) {
        Value own = own(object, key);
        return own == null ? Globals.method(object, key).orElse(Value.Nothing.UNDEFINED) : own;
    }

    private @Nullable Value own(Value object, String key) {
        return switch (object) {
            case Obj obj -> obj.get(key);
            case Arr list -> ofList(list, key);
            case Value.Text text -> ofText(text.text(), key);
            case Fn function -> ofFunction(function, key);
            case Keyed keyed ->
                key.equals("size") ? new Value.Num(keyed.entries().size()) : null;
            case Regex regex -> RegularBuiltins.property(regex, key);
            case Value.Nothing nothing ->
                throw machine.typeError(
                        "Cannot read properties of " + machine.convert().text(nothing) + " (reading '" + key + "')");
            case Value.Bool bool -> null;
            case Value.Num number -> null;
            case Moment moment -> null;
        };
    }

    private static @Nullable Value ofList(Arr list, String key) {
        if (key.equals(LENGTH)) {
            return new Value.Num(list.size());
        }
        int index = index(key, list.size());
        return index >= 0 ? list.at(index) : list.about().get(key);
    }

    private static @Nullable Value ofText(String text, String key) {
        if (key.equals(LENGTH)) {
            return new Value.Num(text.length());
        }
        int index = index(key, text.length());
        return index >= 0 ? new Value.Text(text.substring(index, index + 1)) : null;
    }

    private static @Nullable Value ofFunction(Fn function, String key) {
        return switch (key) {
            case "name" -> new Value.Text(function.name());
            case LENGTH -> new Value.Num(function.arity());
            default -> function instanceof Fn.Native known ? known.members().get(key) : null;
        };
    }

    /** The index that a key is; -1 where it is none within the size. */
    private static int index(String key, int size) {
        if (!Obj.isIndex(key)) {
            return -1;
        }
        long index = Long.parseLong(key);
        return index < size ? (int) index : -1;
    }

    boolean has(Value object, String key) {
        return own(object, key) != null || Globals.method(object, key).isPresent();
    }

    boolean hasOwn(Value object, String key) {
        return own(object, key) != null;
    }

    void set(Value object, Value key, Value value) {
        switch (object) {
            case Obj obj -> put(obj, machine.convert().key(key), value);
            case Arr list -> setElement(list, key, value);
            case Regex regex
            when key.equals(new Value.Text("lastIndex")) ->
                regex.goOnAt((int) Math.max(0, machine.convert().integer(value)));
            case Value.Nothing nothing ->
                throw machine.typeError("Cannot set properties of "
                        + machine.convert().text(nothing) + " (setting '"
                        + machine.convert().key(key) + "')");
            default ->
                throw machine.typeError(
                        "Cannot create property '" + machine.convert().key(key) + "' on " + Operations.typeOf(object));
        }
    }

    /** Writes a field of an object. */
    void put(Obj obj, String key, Value value) {
        if (obj.isFrozen()) {
            throw readOnly(key, "object");
        }
        if (obj.put(key, value)) {
            machine.meter().allocate(Meter.FIELD);
        }
    }

    private Thrown readOnly(String key, String what) {
        return machine.typeError("Cannot assign to read only property '" + key + "' of " + what);
    }

    private void setElement(Arr list, Value key, Value value) {
        String name = machine.convert().key(key);
        if (list.isFrozen()) {
            throw readOnly(name, "array");
        }
        if (name.equals(LENGTH)) {
            resize(list, machine.convert().number(value));
        } else if (Obj.isIndex(name)) {
            long index = Long.parseLong(name);
            if (index >= list.size()) {
                resize(list, index + 1.0);
            }
            list.elements().set((int) index, value);
        } else {
            throw machine.typeError("Cannot create property '" + name + "' on array");
        }
    }

    void resize(Arr list, double size) {
        if (size < 0 || size != Math.floor(size)) {
            throw machine.error("RangeError", "Invalid array length");
        }
        List<Value> elements = list.elements();
        machine.meter().lengthOfList((long) size);
        int wanted = (int) size;
        if (wanted < elements.size()) {
            elements.subList(wanted, elements.size()).clear();
        } else {
            machine.meter().allocate((long) Meter.ELEMENT * (wanted - elements.size()));
            while (elements.size() < wanted) {
                elements.add(Value.Nothing.UNDEFINED);
            }
        }
    }

    void delete(Value object, Value key) {
        String name = machine.convert().key(key);
        switch (object) {
            case Obj obj -> {
                if (obj.isFrozen()) {
                    throw machine.typeError("Cannot delete property '" + name + "' of object");
                }
                obj.remove(name);
            }
            case Arr list -> {
                int index = index(name, list.size());
                if (list.isFrozen()) {
                    throw machine.typeError("Cannot delete property '" + name + "' of array");
                }
                if (index >= 0) {
                    list.elements().set(index, Value.Nothing.UNDEFINED);
                }
            }
            case Value.Nothing nothing -> throw machine.typeError("Cannot convert undefined or null to object");
            default -> throw machine.typeError("Cannot delete property '" + name + "'");
        }
    }

    /** The names of what a value has of its own, as it lists them. */
    List<String> keys(Value value) {
        List<String> keys = switch (value) {
            case Obj obj -> obj.keys();
            case Arr list -> indexes(list.size());
            case Value.Text text -> indexes(text.text().length());
            default -> List.of();
        };
        machine.meter().allocate(Meter.OBJECT + (long) Meter.ELEMENT * keys.size());
        return keys;
    }

    private List<String> indexes(int size) {
        machine.meter().allocate((long) Meter.FIELD * size);
        return IntStream.range(0, size).mapToObj(Integer::toString).toList();
    }

    /** Copies what a value has into an object. */
    void copy(Value from, Obj into) {
        for (String key : keys(from)) {
            put(into, key, get(from, key));
        }
    }

    /** What a value holds, one after the other. */
    List<Value> values(Value value) {
        return switch (value) {
            case Arr list -> {
                machine.meter().list(list.size());
                yield List.copyOf(list.elements());
            }
            case Value.Text text -> characters(text.text());
            case Keyed keyed -> entries(keyed);
            default ->
                throw machine.typeError((value instanceof Value.Thing
                                ? "object"
                                : machine.convert().text(value)) + " is not iterable");
        };
    }

    private List<Value> characters(String text) {
        machine.meter().list(text.length());
        List<Value> characters = new ArrayList<>();
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            characters.add(new Value.Text(text.substring(at, text.offsetByCodePoints(at, 1))));
        }
        return characters;
    }

    private List<Value> entries(Keyed keyed) {
        machine.meter().list(keyed.entries().size());
        List<Value> values = new ArrayList<>();
        for (Map.Entry<Value, Value> entry : keyed.entries().entrySet()) {
            values.add(keyed.isSet() ? entry.getKey() : machine.list(List.of(entry.getKey(), entry.getValue())));
        }
        return values;
    }
}
