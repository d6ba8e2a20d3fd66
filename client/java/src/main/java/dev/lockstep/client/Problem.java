package dev.lockstep.client;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of a call that it refuses (RFC 9457).
 *
 * @param errors every fault of the input, where that is what is wrong
 */
public record Problem(
        Optional<String> type,
        Optional<String> title,
        Optional<String> detail,
        Optional<String> instance,
        List<Fault> errors) {
    /**
     * One fault of the input.
     *
     * @param path where it is, such as {@code steps[1].type}
     * @param line of YAML, on which line
     */
    public record Fault(String path, String message, OptionalInt line) {
        public Fault(String path, String message) {
            this(path, message, OptionalInt.empty());
        }
    }

    /**
     * @param message what API Gateway says, which answers by itself where it reaches no function, and what calls of Conductor's say
     * @param validationErrors the faults, as calls of Conductor's tell them
     */
    record Body(
            Optional<String> type,
            Optional<String> title,
            Optional<String> detail,
            Optional<String> instance,
            Optional<String> message,
            @Nullable List<Fault> errors,
            @Nullable List<Fault> validationErrors) {
        Problem problem() {
            return new Problem(type, title, detail.or(() -> message), instance, faults());
        }

        private List<Fault> faults() {
            return Optional.ofNullable(errors)
                    .or(() -> Optional.ofNullable(validationErrors))
                    .orElse(List.of());
        }
    }

    public Problem {
        errors = List.copyOf(errors);
    }

    /** All of it, in one line. */
    String text() {
        String text = detail.or(() -> title).orElse("");
        if (errors.isEmpty()) {
            return text;
        }
        return text
                + errors.stream()
                        .map(fault -> fault.path() + ": " + fault.message())
                        .collect(Collectors.joining("; ", " (", ")"));
    }
}
