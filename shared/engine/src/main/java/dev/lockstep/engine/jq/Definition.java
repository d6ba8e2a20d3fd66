package dev.lockstep.engine.jq;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function that is written in the language itself. */
final class Definition {
    private final String name;
    private final List<String> parameters;
    private @Nullable Expr body;

    /**
     * One whose body is still to come, since it may call itself.
     *
     * @param parameters the names of filters, of which it can take the outputs
     */
    Definition(String name, List<String> parameters) {
        this.name = name;
        this.parameters = parameters;
    }

    void complete(Expr filter) {
        body = filter;
    }

    /** As in {@code f/1}. */
    String key() {
        return name + "/" + parameters.size();
    }

    List<String> parameters() {
        return parameters;
    }

    Expr body() {
        if (body == null) {
            throw new IllegalStateException(key() + " has no body yet");
        }
        return body;
    }
}
