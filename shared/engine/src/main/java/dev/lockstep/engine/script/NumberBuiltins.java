package dev.lockstep.engine.script;

import java.util.Map;
import java.util.function.DoublePredicate;

/** {@code Number} and {@code Boolean}. */
final class NumberBuiltins {
    private static final double SAFE = 9_007_199_254_740_991.0;

    static final Fn.Native PARSE_INT = new Fn.Native(
            "parseInt",
            2,
            (machine, self, given) -> new Value.Num(Numbers.integer(
                    machine.convert().text(given.at(0)),
                    Numbers.int32(machine.convert().number(given.at(1))))));
    static final Fn.Native PARSE_FLOAT = new Fn.Native(
            "parseFloat",
            1,
            (machine, self, given) ->
                    new Value.Num(Numbers.prefix(machine.convert().text(given.at(0)))));

    static final Map<String, Value> METHODS = new Natives()
            .with(
                    "toFixed",
                    1,
                    (machine, self, given) -> machine.text(Numbers.fixed(
                            own(machine, self), within(machine, given.at(0), 0, 100, "toFixed() digits"))))
            .with("toPrecision", 1, NumberBuiltins::toPrecision)
            .with("toString", 1, NumberBuiltins::asText)
            .with("toLocaleString", 0, NumberBuiltins::asText)
            .all();

    static final Fn.Native TYPE =
            Natives.type("Number", NumberBuiltins::make, NumberBuiltins::make, members(), METHODS);

    static final Fn.Native BOOLEAN = Natives.type(
            "Boolean", NumberBuiltins::truth, NumberBuiltins::truth, new Natives(), ObjectBuiltins.METHODS);

    private NumberBuiltins() {}

    private static Natives members() {
        return new Natives()
                .with("isInteger", 1, test(NumberBuiltins::isInteger))
                .with("isSafeInteger", 1, test(number -> isInteger(number) && Math.abs(number) <= SAFE))
                .with("isFinite", 1, test(Double::isFinite))
                .with("isNaN", 1, test(Double::isNaN))
                .with("parseInt", PARSE_INT)
                .with("parseFloat", PARSE_FLOAT)
                .with("MAX_SAFE_INTEGER", SAFE)
                .with("MIN_SAFE_INTEGER", -SAFE)
                .with("MAX_VALUE", Double.MAX_VALUE)
                .with("MIN_VALUE", Double.MIN_VALUE)
                .with("EPSILON", Math.ulp(1.0))
                .with("POSITIVE_INFINITY", Double.POSITIVE_INFINITY)
                .with("NEGATIVE_INFINITY", Double.NEGATIVE_INFINITY)
                .with("NaN", Double.NaN);
    }

    private static Fn.Body test(DoublePredicate test) {
        return (machine, self, given) ->
                Value.Bool.of(given.at(0) instanceof Value.Num number && test.test(number.number()));
    }

    private static boolean isInteger(double number) {
        return Double.isFinite(number) && number == Math.floor(number);
    }

    private static Value make(Machine machine, Value self, Arguments given) {
        return new Value.Num(given.size() == 0 ? 0 : machine.convert().number(given.at(0)));
    }

    private static Value truth(Machine machine, Value self, Arguments given) {
        return Value.Bool.of(Conversions.truth(given.at(0)));
    }

    private static double own(Machine machine, Value self) {
        if (self instanceof Value.Num number) {
            return number.number();
        }
        throw machine.typeError("this is not a number");
    }

    private static int within(Machine machine, Value given, int least, int most, String what) {
        double number = machine.convert().integer(given);
        if (number < least || number > most) {
            throw machine.error("RangeError", what + " must be between " + least + " and " + most);
        }
        return (int) number;
    }

    private static Value toPrecision(Machine machine, Value self, Arguments given) {
        double number = own(machine, self);
        return machine.text(
                given.has(0)
                        ? Numbers.precise(number, within(machine, given.at(0), 1, 100, "toPrecision() digits"))
                        : Numbers.format(number));
    }

    private static Value asText(Machine machine, Value self, Arguments given) {
        int base = given.has(0) ? within(machine, given.at(0), 2, 36, "toString() radix") : 10;
        return machine.text(Numbers.based(own(machine, self), base));
    }
}
