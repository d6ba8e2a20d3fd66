package dev.lockstep.cli.text;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** How an answer is shown to people. */
@FunctionalInterface
public interface View {
    void print(JsonNode json, PrintWriter out, Style style);

    /** One after the other. */
    default View and(View next) {
        return (json, out, style) -> {
            print(json, out, style);
            next.print(json, out, style);
        };
    }

    /** Of a part of the answer. */
    default View of(String field) {
        return (json, out, style) -> print(json.path(field), out, style);
    }
}
