package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who asked for tasks last. It is forgotten a day after nobody has asked any more. */
public interface PollRecords {
    /** How many are told of. */
    int MOST = 1_000;

    /**
     * That a worker asked for tasks.
     *
     * @param at when it did last
     */
    record Poll(String taskType, Optional<String> domain, String worker, Instant at) {}

    /** Records it in place of what is recorded of the same worker, type and domain. */
    void put(Workspace workspace, Poll poll);

    /** Those who asked for tasks of a type. */
    List<Poll> of(Workspace workspace, String taskType);

    List<Poll> all(Workspace workspace);
}
