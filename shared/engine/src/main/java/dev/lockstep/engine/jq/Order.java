package dev.lockstep.engine.jq;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The order of values: null, false, true, numbers, texts, arrays, objects. */
final class Order {
    /** Of names and texts: by characters, not by the halves of which some consist. */
    static final Comparator<String> TEXTS = Order::compareTexts;

    private Order() {}

    /** How one is to another in a sorted list, where what is no number comes before all numbers and is like itself. */
    static int compare(Run run, Value one, Value other) {
        run.meter().enter();
        int order = switch (one) {
            case Value.Num number when other instanceof Value.Num second -> compareNumbers(number, second);
            case Value.Text text
            when other instanceof Value.Text second -> compareTexts(run, text.text(), second.text());
            case Arr array when other instanceof Arr second -> compareArrays(run, array, second);
            case Obj object when other instanceof Obj second -> compareObjects(run, object, second);
            default -> rank(one) - rank(other);
        };
        run.meter().leave();
        return order;
    }

    static boolean isEqual(Run run, Value one, Value other) {
        boolean nan = one instanceof Value.Num number && number.isNan();
        return !nan && compare(run, one, other) == 0;
    }

    /** As {@code <} has it: what is no number is less than any, itself included. */
    static boolean isLess(Run run, Value one, Value other) {
        boolean nan = one instanceof Value.Num number && number.isNan() && other instanceof Value.Num;
        return nan || compare(run, one, other) < 0;
    }

    private static int rank(Value value) {
        return switch (value) {
            case Value.Null nothing -> 0;
            case Value.Bool bool -> bool.holds() ? 2 : 1;
            case Value.Num number -> 3;
            case Value.Text text -> 4;
            case Arr array -> 5;
            case Obj object -> 6;
        };
    }

    private static int compareNumbers(Value.Num one, Value.Num other) {
        if (one.isNan() || other.isNan()) {
            return Boolean.compare(other.isNan(), one.isNan());
        }
        if (one.number() != other.number()
                || (one.exact().isEmpty() && other.exact().isEmpty())) {
            return one.number() < other.number() ? -1 : one.number() == other.number() ? 0 : 1;
        }
        return exact(one).compareTo(exact(other));
    }

    private static BigDecimal exact(Value.Num number) {
        return number.exact().orElseGet(() -> new BigDecimal(number.number()));
    }

    private static int compareTexts(Run run, String one, String other) {
        if (Math.min(one.length(), other.length()) > 1_000) {
            run.meter().glance();
        }
        return compareTexts(one, other);
    }

    private static int compareTexts(String one, String other) {
        int shared = Math.min(one.length(), other.length());
        for (int i = 0; i < shared; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                // A character of two halves comes after all that have one.
                boolean halves = Character.isSurrogate(a) != Character.isSurrogate(b);
                return halves ? (Character.isSurrogate(a) ? 1 : -1) : a - b;
            }
        }
        return one.length() - other.length();
    }

    private static int compareArrays(Run run, Arr one, Arr other) {
        List<Value> first = one.elements(run.meter());
        List<Value> second = other.elements(run.meter());
        for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
            int order = compare(run, first.get(i), second.get(i));
            if (order != 0) {
                return order;
            }
        }
        return first.size() - second.size();
    }

    private static int compareObjects(Run run, Obj one, Obj other) {
        List<String> keys = sortedKeys(run, one);
        List<String> others = sortedKeys(run, other);
        for (int i = 0; i < Math.min(keys.size(), others.size()); i++) {
            int order = compareTexts(run, keys.get(i), others.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (keys.size() != others.size()) {
            return keys.size() - others.size();
        }
        Map<String, Value> first = one.fields(run.meter());
        Map<String, Value> second = other.fields(run.meter());
        for (String key : keys) {
            int order =
                    compare(run, first.getOrDefault(key, Value.Null.NULL), second.getOrDefault(key, Value.Null.NULL));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    static List<String> sortedKeys(Run run, Obj object) {
        List<String> keys = object.keys(run.meter());
        keys.sort(TEXTS);
        return keys;
    }
}
