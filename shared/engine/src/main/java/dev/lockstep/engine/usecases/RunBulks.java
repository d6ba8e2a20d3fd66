package dev.lockstep.engine.usecases;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkFilter;
import dev.lockstep.engine.bulk.BulkKey;
import dev.lockstep.engine.bulk.BulkOutcome;
import dev.lockstep.engine.bulk.BulkSelection;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.ports.BulkStore;
import dev.lockstep.engine.ports.BulkWakes;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Works on bulks, page by page. One write of the bulk's record puts executions on its page, before any of them is moved, and the
 * next one takes them off and counts them. Any number may work on one bulk, and each may break off anywhere.
 */
public final class RunBulks {
    /** How long one run goes on; what is left then is for the next one. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(15);

    private static final int MOST_AT_ONCE = 100;

    /** How often a record is tried that others change at the same time. */
    private static final int TRIES = 5;

    private final BulkStore bulks;
    private final BulkWakes wakes;
    private final ExecutionStore executions;
    private final BulkMove move;
    private final SideBySide sideBySide;
    private final InstantSource clock;

    /** What is recorded where. */
    public record Ports(BulkStore bulks, BulkWakes wakes, ExecutionStore executions, StageRunStore runs) {}

    /** Does the same about several executions, some at once. */
    @FunctionalInterface
    public interface SideBySide {
        void each(List<ExecutionId> executions, Consumer<ExecutionId> work);
    }

    public RunBulks(Ports ports, ReadExecution read, Effects effects, SideBySide sideBySide, InstantSource clock) {
        this.bulks = ports.bulks();
        this.wakes = ports.wakes();
        this.executions = ports.executions();
        this.move = new BulkMove(ports.runs(), read, ports.executions(), effects, clock);
        this.sideBySide = sideBySide;
        this.clock = clock;
    }

    public int shards() {
        return wakes.shards();
    }

    /**
     * Works on what is due in one shard, a page of each in turn. One that breaks off keeps no other from being worked on: it is
     * told of at the end.
     *
     * @return how many bulks it worked on
     */
    public int wake(int shard) {
        Instant end = clock.instant().plus(LONGEST_RUN);
        Set<BulkKey> met = new HashSet<>();
        Set<BulkKey> settled = new HashSet<>();
        List<RuntimeException> broken = new ArrayList<>();
        List<BulkKey> due = due(shard, settled);
        while (!due.isEmpty() && clock.instant().isBefore(end)) {
            for (BulkKey key : due) {
                met.add(key);
                try {
                    if (!turn(key)) {
                        settled.add(key);
                    }
                } catch (RuntimeException e) {
                    settled.add(key);
                    broken.add(e);
                }
            }
            due = due(shard, settled);
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException(
                    broken.size() + " of " + met.size() + " bulks could not be worked on", broken.getFirst());
        }
        return met.size();
    }

    private List<BulkKey> due(int shard, Set<BulkKey> settled) {
        return wakes.due(shard, clock.instant(), MOST_AT_ONCE + settled.size()).stream()
                .filter(key -> !settled.contains(key))
                .toList();
    }

    /**
     * @return whether there is more to do about the bulk right away
     */
    private boolean turn(BulkKey key) {
        Optional<Bulk> found = bulks.find(key).filter(bulk -> bulk.isDue(clock.instant()));
        if (found.isEmpty()) {
            return false;
        }
        Bulk bulk = found.get();
        Map<ExecutionId, BulkOutcome> outcomes = new ConcurrentHashMap<>();
        sideBySide.each(bulk.progress().page(), id -> outcomes.put(id, move.make(bulk, id)));
        Bulk recorded = bulk.record(outcomes, clock.instant());
        Bulk next = recorded.wantsMore() ? recorded.take(select(recorded), clock.instant()) : recorded;
        return bulks.write(next)
                .or(() -> recordAnyway(bulk, outcomes))
                .filter(written -> written.isDue(clock.instant()))
                .isPresent();
    }

    /** Where it was only canceled meanwhile, its page is the same still. Otherwise somebody else has counted it. */
    private Optional<Bulk> recordAnyway(Bulk bulk, Map<ExecutionId, BulkOutcome> outcomes) {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Bulk> current = bulks.find(bulk.key())
                    .filter(other -> !other.progress().page().isEmpty())
                    .filter(other -> other.progress().equals(bulk.progress()));
            if (current.isEmpty()) {
                return Optional.empty();
            }
            Optional<Bulk> written = bulks.write(current.get().record(outcomes, clock.instant()));
            if (written.isPresent()) {
                return written;
            }
        }
        return Optional.empty();
    }

    private BulkSelection select(Bulk bulk) {
        BulkFilter filter = bulk.spec().filter();
        if (!filter.executions().isEmpty()) {
            return new BulkSelection(named(bulk), Optional.empty(), true);
        }
        Page<ExecutionSummary> page = executions.list(
                bulk.key().workspace(),
                bulk.spec().workflow(),
                filter.status(),
                new PageRequest(bulk.room(), Optional.of(bulk.after())));
        List<ExecutionId> wanted = page.items().stream()
                .map(ExecutionSummary::id)
                .takeWhile(bulk::isLateEnough)
                .toList();
        boolean last = page.next().isEmpty() || wanted.size() < page.items().size();
        return new BulkSelection(wanted, page.next(), last);
    }

    /** One that is not there is kept, so that it is told of. */
    private List<ExecutionId> named(Bulk bulk) {
        BulkFilter filter = bulk.spec().filter();
        return filter.executions().stream()
                .distinct()
                .filter(bulk::isWithinTimes)
                .filter(id -> filter.status().isEmpty()
                        || move.find(bulk, id)
                                .map(execution -> execution.state().name()
                                        == filter.status().get())
                                .orElse(true))
                .limit(bulk.room())
                .toList();
    }
}
