package dev.lockstep.engine.expression;

import com.dashjoin.jsonata.JException;
import java.util.Objects;

/** What goes wrong inside the library, in words fit for the author of a workflow. */
final class Messages {
    private static final int LONGEST = 300;

    private Messages() {}

    static String of(RuntimeException thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < 50 && cause != null; i++) {
            if (cause instanceof LimitExceeded || cause instanceof JException || cause instanceof Callees.NotCallable) {
                return cut(Objects.requireNonNullElse(cause.getMessage(), "it cannot be evaluated")
                        .replace(" Object ", " function "));
            }
            if (cause instanceof StackOverflowError) {
                return "the evaluation nests too deeply";
            }
            if (cause instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            cause = cause.getCause();
        }
        return "it cannot be evaluated with these values";
    }

    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
