package dev.lockstep.adapters.http;

import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import java.util.Optional;

/** Reads parameters of calls as Conductor's SDKs write them: an empty one is none. */
public final class ConductorQueries {
    private static final int LONGEST_REASON = 1_000;
    private static final int USUAL_DIGITS = 6;
    private static final int DIGITS_OF_A_TIME = 15;

    private ConductorQueries() {}

    /** Empty text where there is none. */
    public static String text(HttpRequest request, String parameter) {
        return request.query().getOrDefault(parameter, "");
    }

    /** Empty where there is none, or nothing in it. */
    public static Optional<String> given(HttpRequest request, String parameter) {
        return Optional.of(text(request, parameter)).filter(text -> !text.isBlank());
    }

    /** Why somebody makes a move, as much as is kept of it. */
    public static Optional<String> reason(HttpRequest request) {
        return given(request, "reason").map(text -> text.substring(0, Math.min(text.length(), LONGEST_REASON)));
    }

    public static boolean flag(HttpRequest request, String parameter, boolean otherwise) {
        return given(request, parameter).map("true"::equalsIgnoreCase).orElse(otherwise);
    }

    /** @throws Refusal where it is no whole number of at most six digits */
    public static int number(HttpRequest request, String parameter, int otherwise) {
        return number(request, parameter, otherwise, USUAL_DIGITS);
    }

    /** @throws Refusal where it is no whole number of at most so many digits, nine at the most */
    public static int number(HttpRequest request, String parameter, int otherwise, int digits) {
        return given(request, parameter)
                .map(text -> number(parameter, text, digits))
                .orElse(otherwise);
    }

    /**
     * The same of a part of the path.
     *
     * @throws Refusal where it is no whole number of at most so many digits, nine at the most
     */
    public static int number(String parameter, String text, int digits) {
        return Math.toIntExact(whole(parameter, text, digits));
    }

    /**
     * A time in milliseconds; 0 where there is none.
     *
     * @throws Refusal where it is none
     */
    public static long millis(HttpRequest request, String parameter) {
        return given(request, parameter)
                .map(text -> whole(parameter, text, DIGITS_OF_A_TIME))
                .orElse(0L);
    }

    private static long whole(String parameter, String text, int digits) {
        if (!text.matches("[0-9]{1," + digits + "}")) {
            throw Refusal.invalid(
                    "the call is not valid",
                    List.of(new Fault(parameter, "must be a whole number of at most " + digits + " digits")));
        }
        return Long.parseLong(text);
    }

    /** A parameter that may be given several times, or once with commas. */
    public static List<String> list(HttpRequest request, String parameter) {
        return List.of(text(request, parameter).split(",", -1)).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
