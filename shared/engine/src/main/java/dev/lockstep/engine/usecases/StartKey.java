package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.WorkflowId;

/**
 * A caller's own name for a start of a workflow, under which there is one execution, or one at a time.
 *
 * @param text the caller's, any text; it counts among the starts of one workflow alone
 * @param policy what becomes of a start whose key has an execution already
 */
public record StartKey(String text, Policy policy) {
    /** What becomes of a start whose key has an execution already. */
    public enum Policy {
        /** It is refused. */
        FAIL,
        /** It is answered with that execution. */
        RETURN_EXISTING,
        /** It is refused while that execution has not ended; after that the key is free. */
        FAIL_ON_RUNNING
    }

    /** What it is remembered under. No idempotency key of a call is: those are digests of texts without a line break. */
    static String digest(WorkflowId workflow, String text) {
        return Digest.sha256("start\n" + workflow.value() + "\n" + text);
    }
}
