package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.DeadLetter;
import java.util.Optional;

/** Where messages that ran out of deliveries are listed. */
public interface DeadLetterStore {
    /** Lists one; what is listed under its id already stays as it is. */
    void add(DeadLetter letter);

    Optional<DeadLetter> find(Workspace workspace, String id);

    /** Those of a workspace, the one that was sent last first. */
    Page<DeadLetter> list(Workspace workspace, PageRequest page);

    /**
     * Notes that one was set going again, unless that was noted before.
     *
     * @return it as it is then listed; empty where there is none
     */
    Optional<DeadLetter> redriven(Workspace workspace, String id, DeadLetter.Redriven by);
}
