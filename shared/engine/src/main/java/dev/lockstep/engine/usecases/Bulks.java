package dev.lockstep.engine.usecases;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkKey;
import dev.lockstep.engine.ports.BulkStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;

/** Reads bulks, those of the caller's workspace alone. */
public final class Bulks {
    private final BulkStore bulks;

    public Bulks(BulkStore bulks) {
        this.bulks = bulks;
    }

    /**
     * @throws Refusal where the workspace has no such bulk
     */
    public Bulk read(Caller caller, String id) {
        return bulks.find(new BulkKey(caller.workspace(), id)).orElseThrow(() -> Refusal.noBulk(id));
    }

    public Page<Bulk> list(Caller caller, PageRequest page) {
        return bulks.list(caller.workspace(), page);
    }
}
