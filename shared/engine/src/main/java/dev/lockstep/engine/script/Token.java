package dev.lockstep.engine.script;

/**
 * One lexical element.
 *
 * @param text a string with its escapes resolved; the name, the sign or the digits otherwise
 * @param from where it begins
 * @param to where it ends
 * @param ownLine whether a line ended before it
 */
record Token(Kind kind, String text, int from, int to, boolean ownLine) {
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        TEMPLATE,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.NAME && text.equals(word);
    }

    /** How a message names it. */
    String spelled() {
        return switch (kind) {
            case END -> "end of script";
            case STRING -> "string";
            case TEMPLATE -> "template string";
            case NUMBER -> "number";
            case NAME, SIGN -> "token '" + text + "'";
        };
    }
}
