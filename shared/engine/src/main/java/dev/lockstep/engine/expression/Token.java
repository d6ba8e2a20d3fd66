package dev.lockstep.engine.expression;

/**
 * One lexical element of a JSONata expression.
 *
 * @param text a name without its backticks, a variable without its dollar, a string's raw content, an operator as it is
 * @param position counted from 0
 * @param operand whether it stands where a value is expected: tells a name from an operator, a wildcard from a product
 */
record Token(Kind kind, String text, int position, boolean operand) {
    enum Kind {
        NAME,
        VARIABLE,
        STRING,
        NUMBER,
        OPERATOR
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName() {
        return kind == Kind.NAME;
    }
}
