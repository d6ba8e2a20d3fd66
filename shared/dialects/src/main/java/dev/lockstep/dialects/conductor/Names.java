package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.usecases.Digest;
import java.util.regex.Pattern;

/** What the engine calls what has a name of Conductor's. */
public final class Names {
    private static final String PREFIX = "conductor.";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final int DIGITS = 32;

    private Names() {}

    /** The workflow of a name, all its versions together. Other dialects read executions under this id. */
    public static WorkflowId workflow(String name) {
        return new WorkflowId(PREFIX + plain(name));
    }

    /** The same of a name that an expression comes to, as text with that expression; only of one that may stand in a path as it is. */
    static String workflowIn(String expression) {
        return PREFIX + "${" + expression + "}";
    }

    /** The type of a worker's tasks, which the queue is named after. */
    public static String taskType(String name) {
        return plain(name);
    }

    /** A name as it is, where it may stand in a path of a URL; otherwise something that stands for it. */
    private static String plain(String name) {
        return PLAIN.matcher(name).matches()
                ? name
                : "sha256-" + Digest.sha256(name).substring(0, DIGITS);
    }
}
