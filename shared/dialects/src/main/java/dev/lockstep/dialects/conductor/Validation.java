package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;

/** Refuses what is not valid in the words of Conductor's server, which its SDKs show. */
public final class Validation {
    private static final String FAILED = "Validation failed, check below errors for detail.";

    private Validation() {}

    /**
     * What a call with one fault is refused with.
     *
     * @param path where the fault is; empty where it is the whole body
     */
    public static Refusal refusal(String path, String message) {
        return Refusal.invalid(FAILED, List.of(new Fault(path, message)));
    }

    /**
     * A whole number that is part of a call.
     *
     * @param digits nine at the most
     * @throws Refusal where it is none of at most so many digits
     */
    public static int number(String path, String text, int digits) {
        if (!text.matches("[0-9]{1," + digits + "}")) {
            throw refusal(path, "must be a whole number of at most " + digits + " digits");
        }
        return Integer.parseInt(text);
    }

    /** @throws Refusal that lists every fault, where there is one */
    public static void check(Faults faults) {
        if (!faults.isEmpty()) {
            throw Refusal.invalid(FAILED, faults.list());
        }
    }
}
