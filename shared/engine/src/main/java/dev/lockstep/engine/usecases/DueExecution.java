package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.schedule.ScheduleId;
import java.math.BigInteger;
import java.time.Instant;

/**
 * The id of a due time's execution: a ULID whose time is the due time and whose rest is a digest of schedule and due time. So
 * whoever starts it, and however often, it is one execution, and it sorts by when it was due.
 */
final class DueExecution {
    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";

    /** 50 bits, which hold the 48 of the time. */
    private static final int TIME_CHARACTERS = 10;

    /** 80 bits. */
    private static final int DIGEST_CHARACTERS = 16;

    private static final int DIGEST_HEX_DIGITS = 20;

    private DueExecution() {}

    /**
     * @param dueAt not before 1970, where the time of ULIDs begins
     */
    static ExecutionId id(ScheduleId schedule, Instant dueAt) {
        if (dueAt.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException("no id reaches back to " + dueAt);
        }
        String digest = Digest.sha256(schedule.value() + "/" + dueAt).substring(0, DIGEST_HEX_DIGITS);
        return new ExecutionId("ex-" + crockford(BigInteger.valueOf(dueAt.toEpochMilli()), TIME_CHARACTERS)
                + crockford(new BigInteger(digest, 16), DIGEST_CHARACTERS));
    }

    /** Base 32 in Crockford's alphabet. */
    private static String crockford(BigInteger number, int length) {
        StringBuilder text = new StringBuilder();
        for (char digit : number.toString(32).toCharArray()) {
            text.append(CROCKFORD.charAt(Character.digit(digit, 32)));
        }
        return "0".repeat(length - text.length()) + text;
    }
}
