package dev.lockstep.engine.script;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** {@code Math}. */
final class MathBuiltins {
    static final Map<String, Value> MEMBERS = members();

    private MathBuiltins() {}

    private static Map<String, Value> members() {
        Natives members = new Natives()
                .with("PI", Math.PI)
                .with("E", Math.E)
                .with("LN2", Math.log(2))
                .with("LN10", Math.log(10))
                .with("LOG2E", 1 / Math.log(2))
                .with("LOG10E", 1 / Math.log(10))
                .with("SQRT2", Math.sqrt(2))
                .with("SQRT1_2", Math.sqrt(0.5))
                .with("max", 2, (machine, self, given) -> folded(machine, given, Double.NEGATIVE_INFINITY, Math::max))
                .with("min", 2, (machine, self, given) -> folded(machine, given, Double.POSITIVE_INFINITY, Math::min))
                .with("hypot", 2, (machine, self, given) -> folded(machine, given, 0, Math::hypot))
                .with("pow", 2, of(Numbers::power))
                .with("atan2", 2, of(Math::atan2))
                .with("imul", 2, of((a, b) -> Numbers.int32(a) * Numbers.int32(b)))
                .with("random", 0, (machine, self, given) -> {
                    throw machine.error(
                            "Error", "Math.random is not available: a script gives the same whenever it is run");
                });
        unary(members);
        return members.all();
    }

    private static void unary(Natives members) {
        members.with("abs", 1, of(Math::abs))
                .with("ceil", 1, of(Math::ceil))
                .with("floor", 1, of(Math::floor))
                .with("round", 1, of(MathBuiltins::round))
                .with("trunc", 1, of(x -> x < 0 ? Math.ceil(x) : Math.floor(x)))
                .with("sign", 1, of(Math::signum))
                .with("sqrt", 1, of(Math::sqrt))
                .with("cbrt", 1, of(Math::cbrt))
                .with("exp", 1, of(Math::exp))
                .with("log", 1, of(Math::log))
                .with("log2", 1, of(MathBuiltins::log2))
                .with("log10", 1, of(Math::log10))
                .with("log1p", 1, of(Math::log1p))
                .with("expm1", 1, of(Math::expm1))
                .with("fround", 1, of(x -> (float) x))
                .with("sin", 1, of(Math::sin))
                .with("cos", 1, of(Math::cos))
                .with("tan", 1, of(Math::tan))
                .with("asin", 1, of(Math::asin))
                .with("acos", 1, of(Math::acos))
                .with("atan", 1, of(Math::atan));
    }

    private static double round(double number) {
        return number - Math.floor(number) == 0.5 ? Math.ceil(number) : Math.rint(number);
    }

    private static double log2(double number) {
        int exponent = Math.getExponent(number);
        return number == Math.scalb(1.0, exponent) ? exponent : Math.log(number) / Math.log(2);
    }

    private static Fn.Body of(DoubleUnaryOperator function) {
        return (machine, self, given) ->
                new Value.Num(function.applyAsDouble(machine.convert().number(given.at(0))));
    }

    private static Fn.Body of(DoubleBinaryOperator function) {
        return (machine, self, given) -> new Value.Num(function.applyAsDouble(
                machine.convert().number(given.at(0)), machine.convert().number(given.at(1))));
    }

    private static Value folded(Machine machine, Arguments given, double start, DoubleBinaryOperator function) {
        double result = start;
        for (Value value : given.values()) {
            result = function.applyAsDouble(result, machine.convert().number(value));
        }
        return new Value.Num(result);
    }
}
