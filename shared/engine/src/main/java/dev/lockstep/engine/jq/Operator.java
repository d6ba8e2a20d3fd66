package dev.lockstep.engine.jq;

import java.util.Arrays;
import java.util.Optional;

/** What stands between two operands, and how tightly it holds them. */
enum Operator {
    EQUAL("==", 1),
    UNEQUAL("!=", 1),
    LESS("<", 1),
    LESS_OR_EQUAL("<=", 1),
    GREATER(">", 1),
    GREATER_OR_EQUAL(">=", 1),
    ADD("+", 2),
    SUBTRACT("-", 2),
    MULTIPLY("*", 3),
    DIVIDE("/", 3),
    REMAINDER("%", 3);

    private final String sign;
    private final int tightness;

    Operator(String sign, int tightness) {
        this.sign = sign;
        this.tightness = tightness;
    }

    int tightness() {
        return tightness;
    }

    static Optional<Operator> of(String sign) {
        return Arrays.stream(values()).filter(each -> each.sign.equals(sign)).findFirst();
    }
}
