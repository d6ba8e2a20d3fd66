package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.webhook.Watch;
import java.util.Optional;

/** Where it is recorded that somebody is to be told of an execution. */
public interface WatchStore {
    /**
     * Records a new one.
     *
     * @return the one that is recorded: this one, or one that was there before
     */
    Watch begin(Watch watch);

    /** In one small read, strongly consistent. */
    Optional<Watch> find(ExecutionId execution);

    /** Records how far an execution was looked at. What its watch says of receivers stays as it is. */
    void advance(Watch watch);

    /** Records that the execution's own receiver does not want to hear of it any more. */
    void forgetUrl(ExecutionId execution);
}
