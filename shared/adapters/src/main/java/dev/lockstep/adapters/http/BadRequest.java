package dev.lockstep.adapters.http;

import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.engine.definition.Fault;
import java.util.List;

/** A call that fails on its form, before any use case sees it. */
final class BadRequest extends RuntimeException {
    private final int status;
    private final String problem;
    private final transient List<Fault> faults;

    private BadRequest(int status, String problem, String message, List<Fault> faults) {
        super(message);
        this.status = status;
        this.problem = problem;
        this.faults = faults;
    }

    static BadRequest malformed(MalformedJson e) {
        String message = "the body is not JSON: line " + e.line() + ", column " + e.column() + ": " + e.getMessage();
        return new BadRequest(400, "malformed-json", message, List.of());
    }

    static BadRequest tooLarge(int most) {
        return new BadRequest(413, "too-large", "the body has more than " + most + " bytes", List.of());
    }

    static BadRequest unsupported(String wanted, String contentType) {
        String message = "send " + wanted + ", not " + contentType;
        return new BadRequest(415, "unsupported-media-type", message, List.of());
    }

    static BadRequest invalid(String message, List<Fault> faults) {
        return new BadRequest(400, "invalid", message, faults);
    }

    int status() {
        return status;
    }

    String problem() {
        return problem;
    }

    List<Fault> faults() {
        return faults;
    }
}
