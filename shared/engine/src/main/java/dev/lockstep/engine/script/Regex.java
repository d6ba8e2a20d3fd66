package dev.lockstep.engine.script;

import com.google.re2j.Pattern;

/** A regular expression, and where it goes on. */
final class Regex implements Value.Thing {
    private final Expr.Regular code;
    private int lastIndex;

    Regex(Expr.Regular code) {
        this.code = code;
    }

    String source() {
        return code.source();
    }

    String flags() {
        return code.flags();
    }

    Pattern pattern() {
        return code.pattern();
    }

    boolean isGlobal() {
        return code.flags().indexOf('g') >= 0;
    }

    int lastIndex() {
        return lastIndex;
    }

    void goOnAt(int index) {
        lastIndex = index;
    }
}
