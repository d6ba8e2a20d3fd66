package dev.lockstep.engine.jq;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Functions of numbers. */
final class MathBuiltins {
    private MathBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                one("floor", Math::floor),
                one("ceil", Math::ceil),
                one("round", x -> Math.copySign(Math.floor(Math.abs(x) + 0.5), x)),
                one("trunc", x -> x < 0 ? Math.ceil(x) : Math.floor(x)),
                one("rint", Math::rint),
                one("nearbyint", Math::rint),
                one("fabs", Math::abs),
                one("sqrt", Math::sqrt),
                one("cbrt", Math::cbrt),
                one("exp", Math::exp),
                one("exp2", x -> Math.pow(2, x)),
                one("exp10", x -> Math.pow(10, x)),
                one("expm1", Math::expm1),
                one("log", Math::log),
                one("log2", MathBuiltins::log2),
                one("log10", Math::log10),
                one("log1p", Math::log1p),
                one("sin", Math::sin),
                one("cos", Math::cos),
                one("tan", Math::tan),
                one("asin", Math::asin),
                one("acos", Math::acos),
                one("atan", Math::atan),
                one("sinh", Math::sinh),
                one("cosh", Math::cosh),
                one("tanh", Math::tanh),
                one("asinh", x -> Math.copySign(Math.log(Math.abs(x) + Math.sqrt(x * x + 1)), x)),
                one("acosh", x -> Math.log(x + Math.sqrt(x * x - 1))),
                one("atanh", x -> 0.5 * Math.log((1 + x) / (1 - x))),
                one("significand", x -> x == 0 || !Double.isFinite(x) ? x : x / Math.scalb(1.0, Math.getExponent(x))),
                one(
                        "logb",
                        x -> x == 0
                                ? Double.NEGATIVE_INFINITY
                                : Double.isInfinite(x) ? Math.abs(x) : Math.getExponent(x)),
                two("pow", Math::pow),
                two("atan2", Math::atan2),
                two("fmin", Math::min),
                two("fmax", Math::max),
                two("fmod", (x, y) -> x % y),
                two("drem", Math::IEEEremainder),
                two("ldexp", (x, y) -> x * Math.pow(2, y)),
                two("scalb", (x, y) -> x * Math.pow(2, y)),
                two("scalbln", (x, y) -> x * Math.pow(2, y)),
                two("copysign", Math::copySign),
                Builtin.of(
                        "fma",
                        3,
                        (run, input, given) -> run.number(Math.fma(
                                number(run, given.get(0)), number(run, given.get(1)), number(run, given.get(2))))),
                Builtin.of("abs", 0, (run, input, given) -> absolute(run, input)),
                Builtin.of("frexp", 0, (run, input, given) -> frexp(run, number(run, input))),
                Builtin.of("modf", 0, (run, input, given) -> modf(run, number(run, input))),
                Builtin.of("infinite", 0, (run, input, given) -> new Value.Num(Double.POSITIVE_INFINITY)),
                Builtin.of("nan", 0, (run, input, given) -> new Value.Num(Double.NaN)),
                Builtin.of(
                        "isinfinite", 0, (run, input, given) -> Value.Bool.of(Double.isInfinite(number(run, input)))),
                Builtin.of("isnan", 0, (run, input, given) -> Value.Bool.of(Double.isNaN(number(run, input)))),
                Builtin.of(
                        "isnormal",
                        0,
                        (run, input, given) -> Value.Bool.of(Double.isFinite(number(run, input))
                                && Math.abs(number(run, input)) >= Double.MIN_NORMAL)));
    }

    private static Builtin one(String name, DoubleUnaryOperator function) {
        return Builtin.of(name, 0, (run, input, given) -> run.number(function.applyAsDouble(number(run, input))));
    }

    private static Builtin two(String name, DoubleBinaryOperator function) {
        return Builtin.of(
                name,
                2,
                (run, input, given) ->
                        run.number(function.applyAsDouble(number(run, given.get(0)), number(run, given.get(1)))));
    }

    private static double number(Run run, Value value) {
        if (value instanceof Value.Num number) {
            return number.number();
        }
        throw new JqError(Printer.described(run, value) + " number required");
    }

    /** Exact where it is a power of two. */
    private static double log2(double x) {
        int exponent = Math.getExponent(x);
        return x > 0 && Double.isFinite(x) && x == Math.scalb(1.0, exponent) ? exponent : Math.log(x) / Math.log(2);
    }

    private static Value absolute(Run run, Value value) {
        if (!(value instanceof Value.Num number)) {
            throw new JqError(Printer.described(run, value) + " has no absolute value");
        }
        return number.number() < 0 ? run.number(-number.number()) : number;
    }

    private static Value frexp(Run run, double x) {
        if (x == 0 || !Double.isFinite(x)) {
            return Arr.of(run.meter(), List.of(run.number(x), run.number(0)));
        }
        // The smallest numbers have no exponent of their own.
        boolean small = Math.abs(x) < Double.MIN_NORMAL;
        double scaled = small ? x * 0x1p54 : x;
        int exponent = Math.getExponent(scaled) + 1;
        return Arr.of(
                run.meter(),
                List.of(run.number(Math.scalb(scaled, -exponent)), run.number(small ? exponent - 54 : exponent)));
    }

    private static Value modf(Run run, double x) {
        double whole = x < 0 ? Math.ceil(x) : Math.floor(x);
        double rest = Double.isInfinite(x) ? Math.copySign(0, x) : x - whole;
        return Arr.of(run.meter(), List.of(run.number(rest), run.number(whole)));
    }
}
