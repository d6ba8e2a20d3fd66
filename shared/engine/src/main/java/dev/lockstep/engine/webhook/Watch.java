package dev.lockstep.engine.webhook;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.progress.Position;
import java.util.List;
import java.util.Optional;

/**
 * That somebody is to be told of an execution, and how far that has been done. It begins with the execution, and so counts each of
 * its writes: the count is the execution's revision.
 *
 * @param url the execution's own receiver, as long as that wants to hear of it
 * @param subscriptions the ids of those that were for it when it started
 * @param revision the execution's, after the last write that was looked at
 * @param position of that write
 */
public record Watch(
        ExecutionId execution,
        WorkflowRef workflow,
        Optional<String> url,
        List<String> subscriptions,
        long revision,
        Position position) {
    public Watch {
        subscriptions = List.copyOf(subscriptions);
    }

    /** One of a new execution. */
    static Watch begin(ExecutionId execution, WorkflowRef workflow, Optional<String> url, List<String> subscriptions) {
        return new Watch(execution, workflow, url, subscriptions, 0, Position.NONE);
    }

    /** The same after one more write. */
    Watch past(Position write) {
        return new Watch(execution, workflow, url, subscriptions, revision + 1, write);
    }
}
