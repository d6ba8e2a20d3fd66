package dev.lockstep.functions.status;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.dialects.conductor.search.SearchRequest;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;

/** Reads parameters of queries as Conductor's SDKs write them: an empty one is none. */
final class ConductorQueries {
    private ConductorQueries() {}

    static SearchRequest search(HttpRequest request) {
        return new SearchRequest(
                number(request, "start", 0),
                number(request, "size", SearchRequest.MOST_AT_ONCE),
                text(request, "sort"),
                text(request, "freeText"),
                text(request, "query"),
                flag(request, "topLevelOnly", false));
    }

    static String text(HttpRequest request, String parameter) {
        return request.query().getOrDefault(parameter, "");
    }

    static boolean flag(HttpRequest request, String parameter, boolean otherwise) {
        String text = text(request, parameter);
        return text.isBlank() ? otherwise : text.equalsIgnoreCase("true");
    }

    static int number(HttpRequest request, String parameter, int otherwise) {
        return Math.toIntExact(number(request, parameter, otherwise, 6));
    }

    static long millis(HttpRequest request, String parameter) {
        return number(request, parameter, 0, 15);
    }

    private static long number(HttpRequest request, String parameter, long otherwise, int digits) {
        String text = text(request, parameter);
        if (text.isBlank()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1," + digits + "}")) {
            throw Refusal.invalid(
                    "the call is not valid",
                    List.of(new Fault(parameter, "must be a whole number of at most " + digits + " digits")));
        }
        return Long.parseLong(text);
    }

    /** A parameter that may be given several times, or once with commas. */
    static List<String> list(HttpRequest request, String parameter) {
        return List.of(text(request, parameter).split(",", -1)).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
