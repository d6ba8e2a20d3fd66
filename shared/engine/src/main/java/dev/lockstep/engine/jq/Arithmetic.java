package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What operators make of their operands. */
final class Arithmetic {
    private Arithmetic() {}

    static Value apply(Run run, Operator operator, Value left, Value right) {
        return switch (operator) {
            case EQUAL -> Value.Bool.of(Order.isEqual(run, left, right));
            case UNEQUAL -> Value.Bool.of(!Order.isEqual(run, left, right));
            case LESS -> Value.Bool.of(Order.isLess(run, left, right));
            case LESS_OR_EQUAL -> Value.Bool.of(Order.isLess(run, left, right) || Order.isEqual(run, left, right));
            case GREATER -> Value.Bool.of(!Order.isLess(run, left, right) && !Order.isEqual(run, left, right));
            case GREATER_OR_EQUAL -> Value.Bool.of(!Order.isLess(run, left, right));
            case ADD -> add(run, left, right);
            case SUBTRACT -> subtract(run, left, right);
            case MULTIPLY -> multiply(run, left, right);
            case DIVIDE -> divide(run, left, right);
            case REMAINDER -> remainder(run, left, right);
        };
    }

    static Value negate(Run run, Value value) {
        if (value instanceof Value.Num number) {
            return run.number(-number.number());
        }
        throw new JqError(Printer.described(run, value) + " cannot be negated");
    }

    static Value add(Run run, Value left, Value right) {
        if (left == Value.Null.NULL) {
            return right;
        }
        if (right == Value.Null.NULL) {
            return left;
        }
        return switch (left) {
            case Value.Num one when right instanceof Value.Num other -> run.number(one.number() + other.number());
            case Value.Text one
            when right instanceof Value.Text other -> {
                run.meter().text((long) one.text().length() + other.text().length());
                yield new Value.Text(one.text() + other.text());
            }
            case Arr one when right instanceof Arr other -> one.plus(run.meter(), other);
            case Obj one
            when right instanceof Obj other -> {
                Obj sum = one;
                for (String key : other.keys(run.meter())) {
                    run.meter().tick();
                    sum = sum.with(run.meter(), key, Access.get(run, other, new Value.Text(key)));
                }
                yield sum;
            }
            default -> throw cannot(run, left, right, "added");
        };
    }

    private static Value subtract(Run run, Value left, Value right) {
        if (left instanceof Value.Num one && right instanceof Value.Num other) {
            return run.number(one.number() - other.number());
        }
        if (left instanceof Arr one && right instanceof Arr other) {
            List<Value> without = other.copy(run.meter(), 0, other.size(run.meter()));
            List<Value> rest = new ArrayList<>();
            for (Value element : one.elements(run.meter())) {
                run.meter().tick();
                if (without.stream().noneMatch(each -> Order.isEqual(run, element, each))) {
                    rest.add(element);
                }
            }
            return Arr.of(run.meter(), rest);
        }
        throw cannot(run, left, right, "subtracted");
    }

    private static Value multiply(Run run, Value left, Value right) {
        if (left instanceof Value.Num one && right instanceof Value.Num other) {
            return run.number(one.number() * other.number());
        }
        if (left instanceof Value.Text text && right instanceof Value.Num times) {
            return repeat(run, text.text(), times.number());
        }
        if (left instanceof Value.Num times && right instanceof Value.Text text) {
            return repeat(run, text.text(), times.number());
        }
        if (left instanceof Obj one && right instanceof Obj other) {
            return merge(run, one, other);
        }
        throw cannot(run, left, right, "multiplied");
    }

    private static Value repeat(Run run, String text, double times) {
        if (!(times > 0)) {
            return Value.Null.NULL;
        }
        double whole = Math.max(1, Math.floor(times));
        run.meter().text((long) Math.min(text.length() * whole, Meter.STRING + 1.0));
        return new Value.Text(text.isEmpty() ? "" : text.repeat((int) whole));
    }

    private static Obj merge(Run run, Obj one, Obj other) {
        run.meter().enter();
        Obj merged = one;
        for (String key : other.keys(run.meter())) {
            Value next = Access.get(run, other, new Value.Text(key));
            Value before = Access.get(run, merged, new Value.Text(key));
            boolean both = before instanceof Obj && next instanceof Obj;
            merged = merged.with(run.meter(), key, both ? merge(run, (Obj) before, (Obj) next) : next);
        }
        run.meter().leave();
        return merged;
    }

    private static Value divide(Run run, Value left, Value right) {
        if (left instanceof Value.Num one && right instanceof Value.Num other) {
            if (other.number() == 0) {
                throw cannot(run, left, right, "divided because the divisor is zero");
            }
            return run.number(one.number() / other.number());
        }
        if (left instanceof Value.Text one && right instanceof Value.Text other) {
            return Texts.split(run, one.text(), other.text());
        }
        throw cannot(run, left, right, "divided");
    }

    private static Value remainder(Run run, Value left, Value right) {
        if (left instanceof Value.Num one && right instanceof Value.Num other) {
            if (one.isNan() || other.isNan()) {
                return run.number(Double.NaN);
            }
            long divisor = (long) other.number();
            if (divisor == 0) {
                throw cannot(run, left, right, "divided (remainder) because the divisor is zero");
            }
            // Of the least whole number, its absolute value is none.
            long rest = divisor == -1 ? 0 : (long) one.number() % divisor;
            return run.number((double) rest);
        }
        throw cannot(run, left, right, "divided (remainder)");
    }

    private static JqError cannot(Run run, Value left, Value right, String what) {
        return new JqError(
                Printer.described(run, left) + " and " + Printer.described(run, right) + " cannot be " + what);
    }

    /** Whether one has another in it: a text a part, an array for each element one that has it in it, and so on. */
    static boolean contains(Run run, Value one, Value other) {
        run.meter().enter();
        boolean contains = switch (one) {
            case Obj object when other instanceof Obj wanted -> hasFields(run, object, wanted);
            case Arr array
            when other instanceof Arr wanted -> {
                List<Value> elements = array.elements(run.meter());
                yield wanted.elements(run.meter()).stream()
                        .allMatch(each -> elements.stream()
                                .anyMatch(element ->
                                        element.getClass() == each.getClass() && contains(run, element, each)));
            }
            case Value.Text text
            when other instanceof Value.Text wanted -> Searching.find(run, text.text(), wanted.text(), 0) >= 0;
            default -> {
                if (!one.type().equals(other.type())) {
                    throw new JqError(Printer.described(run, one) + " and " + Printer.described(run, other)
                            + " cannot have their containment checked");
                }
                yield Order.isEqual(run, one, other);
            }
        };
        run.meter().leave();
        return contains;
    }

    private static boolean hasFields(Run run, Obj object, Obj wanted) {
        Map<String, Value> fields = object.fields(run.meter());
        for (Map.Entry<String, Value> field : wanted.fields(run.meter()).entrySet()) {
            Value there = fields.get(field.getKey());
            if (there == null || !contains(run, there, field.getValue())) {
                return false;
            }
        }
        return true;
    }
}
