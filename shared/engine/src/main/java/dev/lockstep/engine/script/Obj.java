package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object: fields in the order in which they came. There is no prototype behind it. */
final class Obj implements Value.Thing {
    private final Map<String, Value> fields = new LinkedHashMap<>();

    /** The fields that are not listed, as the message of an error. */
    private final Map<String, Value> hidden = new HashMap<>(0);

    private final @Nullable Fn maker;
    private boolean frozen;
    private boolean indexed;

    Obj() {
        this(null);
    }

    /** One that a function made after {@code new}. */
    Obj(@Nullable Fn maker) {
        this.maker = maker;
    }

    /** An object of the language's, which never changes. */
    static Obj fixed(Map<String, ? extends Value> fields) {
        Obj obj = new Obj();
        obj.hidden.putAll(fields);
        obj.frozen = true;
        return obj;
    }

    @Nullable
    Fn maker() {
        return maker;
    }

    @Nullable
    Value get(String key) {
        Value value = fields.get(key);
        return value == null && !hidden.isEmpty() ? hidden.get(key) : value;
    }

    boolean has(String key) {
        return fields.containsKey(key) || hidden.containsKey(key);
    }

    /** Whether the field is new. */
    boolean put(String key, Value value) {
        if (hidden.containsKey(key)) {
            hidden.put(key, value);
            return false;
        }
        indexed |= isIndex(key);
        return fields.put(key, value) == null;
    }

    void hide(String key, Value value) {
        hidden.put(key, value);
    }

    void remove(String key) {
        fields.remove(key);
        hidden.remove(key);
    }

    void freeze() {
        frozen = true;
    }

    boolean isFrozen() {
        return frozen;
    }

    int size() {
        return fields.size();
    }

    /** The names of the fields: those that count come first, by their number. */
    List<String> keys() {
        List<String> keys = new ArrayList<>(fields.keySet());
        if (indexed) {
            keys.sort(Comparator.comparingLong(key -> isIndex(key) ? Long.parseLong(key) : Long.MAX_VALUE));
        }
        return keys;
    }

    static boolean isIndex(String key) {
        if (key.isEmpty() || key.length() > 10 || (key.length() > 1 && key.charAt(0) == '0')) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            if (!Lexer.isDigit(key.charAt(i))) {
                return false;
            }
        }
        return Long.parseLong(key) < 4_294_967_295L;
    }
}
