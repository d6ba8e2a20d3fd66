package dev.lockstep.engine.script;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operators between two operands; the higher the precedence, the closer they bind. */
enum Operator {
    DEFAULT("??", 1),
    OR("||", 1),
    AND("&&", 2),
    BIT_OR("|", 3),
    BIT_XOR("^", 4),
    BIT_AND("&", 5),
    EQUAL("==", 6),
    NOT_EQUAL("!=", 6),
    SAME("===", 6),
    NOT_SAME("!==", 6),
    LESS("<", 7),
    GREATER(">", 7),
    AT_MOST("<=", 7),
    AT_LEAST(">=", 7),
    INSTANCE("instanceof", 7),
    IN("in", 7),
    LEFT("<<", 8),
    RIGHT(">>", 8),
    RIGHT_UNSIGNED(">>>", 8),
    PLUS("+", 9),
    MINUS("-", 9),
    TIMES("*", 10),
    DIVIDE("/", 10),
    REMAINDER("%", 10),
    POWER("**", 11);

    private static final Map<String, Operator> BY_SIGN =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(o -> o.sign, Function.identity()));

    private final String sign;
    private final int precedence;

    Operator(String sign, int precedence) {
        this.sign = sign;
        this.precedence = precedence;
    }

    int precedence() {
        return precedence;
    }

    static Optional<Operator> of(String sign) {
        return Optional.ofNullable(BY_SIGN.get(sign));
    }
}
