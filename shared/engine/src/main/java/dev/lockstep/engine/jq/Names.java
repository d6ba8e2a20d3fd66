package dev.lockstep.engine.jq;

import org.jspecify.annotations.Nullable;

/** What has been named where the parser is: variables as {@code $a}, functions as {@code f/1}, labels as {@code *a}. */
record Names(String name, @Nullable Names around) {
    static boolean has(@Nullable Names innermost, String name) {
        for (Names names = innermost; names != null; names = names.around) {
            if (names.name.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
