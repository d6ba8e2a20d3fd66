package dev.lockstep.engine.usecases;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkKey;
import dev.lockstep.engine.bulk.BulkSpec;
import dev.lockstep.engine.ports.BulkStore;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.WorkflowStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Has moves made on many executions in the background, and ends that. */
public final class ControlBulk {
    /** How often a change is tried that the watchdog is in the way of. */
    private static final int TRIES = 20;

    private final BulkStore store;
    private final WorkflowStore workflows;
    private final Idempotency idempotency;
    private final Ids ids;
    private final InstantSource clock;
    private final Duration retention;

    /**
     * @param retention for how long bulks are kept
     */
    public record Ports(BulkStore bulks, WorkflowStore workflows, Idempotency idempotency, Duration retention) {}

    public ControlBulk(Ports ports, Ids ids, InstantSource clock) {
        this.store = ports.bulks();
        this.workflows = ports.workflows();
        this.idempotency = ports.idempotency();
        this.retention = ports.retention();
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Has it begin soon.
     *
     * @return its id; for a repeated idempotency key, the one that the first call got
     * @throws Refusal where the workspace has no such workflow, or the key was used for another request
     */
    public String start(Caller caller, BulkSpec spec, Optional<IdempotencyKey> idempotencyKey) {
        Optional<String> earlier = idempotency.earlier(caller.workspace(), idempotencyKey);
        if (earlier.isEmpty()
                && workflows.latest(caller.workspace(), spec.workflow()).isEmpty()) {
            throw Refusal.noWorkflow(spec.workflow().value());
        }
        String id = idempotency.id(caller.workspace(), idempotencyKey, "bulk-" + ids.ulid());
        BulkKey key = new BulkKey(caller.workspace(), id);
        // Where it is there already, an earlier call with the same key asked for the same.
        store.add(Bulk.create(key, spec, clock.instant(), caller.keyId(), retention));
        return id;
    }

    /**
     * Ends it: the executions that it has not come to stay as they are.
     *
     * @return the bulk as it then stands; one that was canceled before stays as it was
     * @throws Refusal where the workspace has no such bulk, or it is done
     */
    public Bulk cancel(Caller caller, String id) {
        for (int tries = 0; tries < TRIES; tries++) {
            Bulk bulk = new Bulks(store).read(caller, id);
            if (bulk.isCanceled()) {
                return bulk;
            }
            if (!bulk.isRunning()) {
                throw Refusal.bulkIsDone(id);
            }
            Optional<Bulk> written = store.write(bulk.cancel(clock.instant(), caller.keyId()));
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw Refusal.bulkChangedMeanwhile(id);
    }
}
