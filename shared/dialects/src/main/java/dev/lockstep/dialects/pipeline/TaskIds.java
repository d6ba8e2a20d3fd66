package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.usecases.Digest;
import java.math.BigInteger;

/**
 * A task's id is there before anything of the task is recorded, so it is derived: the time of the execution's id, then 80 bits
 * of a digest of what the task is.
 */
public final class TaskIds {
    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TIME_FROM = "ex-".length();
    private static final int TIME_CHARS = 10;
    private static final int CHANCE_CHARS = 16;

    private TaskIds() {}

    /** The id of a task of an execution. */
    public static String of(ExecutionId execution, StageRunKey run) {
        String digest = Digest.sha256(execution + "/" + run.stage() + "/" + run.iteration());
        BigInteger bits = new BigInteger(digest, 16);
        StringBuilder id = new StringBuilder("task-");
        id.append(execution.value(), TIME_FROM, TIME_FROM + TIME_CHARS);
        for (int i = 0; i < CHANCE_CHARS; i++) {
            id.append(CROCKFORD.charAt(bits.shiftRight(5 * i).intValue() & 31));
        }
        return id.toString();
    }
}
