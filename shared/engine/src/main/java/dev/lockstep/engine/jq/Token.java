package dev.lockstep.engine.jq;

/**
 * One lexical element.
 *
 * @param text the name, the sign, the digits; of a variable and a format what follows their sign
 * @param from where it begins
 * @param to where it ends
 */
record Token(Kind kind, String text, int from, int to) {
    enum Kind {
        NAME,
        /** As in {@code .name}. */
        FIELD,
        /** As in {@code $name}. */
        VARIABLE,
        /** As in {@code @base64}. */
        FORMAT,
        NUMBER,
        /** The quote that begins a text. */
        QUOTE,
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
            case END -> "end of the query";
            case QUOTE -> "text";
            case FIELD -> "'." + text + "'";
            case VARIABLE -> "'$" + text + "'";
            case FORMAT -> "'@" + text + "'";
            case NUMBER, NAME, SIGN -> "'" + text + "'";
        };
    }
}
