package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.ExecutionId;

/** New ids: 26 lower-case Crockford characters of a ULID after a prefix, so that they sort by time. */
public interface Ids {
    /** The 26 characters. */
    String ulid();

    /** Any unused UUID, for what needs no order. */
    String uuid();

    /** 32 bytes that nobody can guess, as 43 characters of base64url. */
    String secret();

    default WorkflowId workflow() {
        return new WorkflowId("wf-" + ulid());
    }

    default ExecutionId execution() {
        return new ExecutionId("ex-" + ulid());
    }
}
