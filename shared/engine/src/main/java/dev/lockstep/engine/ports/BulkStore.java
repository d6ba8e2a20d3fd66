package dev.lockstep.engine.ports;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkKey;
import dev.lockstep.engine.definition.Workspace;
import java.util.Optional;

/** Where bulks are recorded. */
public interface BulkStore {
    /**
     * Records a new one.
     *
     * @return whether it is new; what is recorded under its key otherwise stays as it is
     */
    boolean add(Bulk bulk);

    /** The bulk, strongly consistent. */
    Optional<Bulk> find(BulkKey key);

    /** The bulks of a workspace, newest first. */
    Page<Bulk> list(Workspace workspace, PageRequest page);

    /**
     * Records a change, if the record still has the revision at which it was read.
     *
     * @return the bulk as it is then recorded; empty where somebody else has changed it
     */
    Optional<Bulk> write(Bulk changed);
}
