package dev.lockstep.dialects.conductor.search;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What must hold for a field of a row.
 *
 * @param values what it is compared with: one, two for {@link Op#BETWEEN}, any number for {@link Op#IN}
 */
record SearchCondition(String field, Op op, List<String> values) {
    SearchCondition {
        values = List.copyOf(values);
    }

    enum Op {
        EQUALS,
        DIFFERS,
        LESS,
        AT_MOST,
        MORE,
        AT_LEAST,
        IN,
        BETWEEN,
        STARTS_WITH
    }

    /** Nothing holds for a field that a row does not have, but that it differs. */
    boolean holds(ObjectNode row) {
        Optional<String> text = text(row);
        return text.map(this::holds).orElse(op == Op.DIFFERS);
    }

    private Optional<String> text(ObjectNode row) {
        JsonNode value = row.path(field);
        // A time of nothing stands for none.
        boolean isThere = value.isString() || (value.isNumber() && (value.asLong(0) != 0 || !field.endsWith("Time")));
        return isThere ? Optional.of(value.asString("")) : Optional.empty();
    }

    private boolean holds(String text) {
        String value = values.getFirst();
        return switch (op) {
            case EQUALS -> Wildcards.match(value, text);
            case DIFFERS -> !Wildcards.match(value, text);
            case LESS -> compare(text, value) < 0;
            case AT_MOST -> compare(text, value) <= 0;
            case MORE -> compare(text, value) > 0;
            case AT_LEAST -> compare(text, value) >= 0;
            case IN -> values.contains(text);
            case BETWEEN -> compare(text, value) >= 0 && compare(text, values.getLast()) <= 0;
            case STARTS_WITH -> text.startsWith(value);
        };
    }

    private static int compare(String one, String other) {
        return isNumber(one) && isNumber(other)
                ? Long.compare(Long.parseLong(one), Long.parseLong(other))
                : one.compareTo(other);
    }

    static boolean isNumber(String text) {
        return text.matches("-?[0-9]{1,18}");
    }

    /** The values of which the field must have one; empty where that cannot be told beforehand. */
    Optional<List<String>> oneOf() {
        boolean exact = op == Op.IN || (op == Op.EQUALS && !Wildcards.areIn(values.getFirst()));
        return exact ? Optional.of(values) : Optional.empty();
    }
}
