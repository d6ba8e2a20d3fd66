package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionState.Name;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.ports.ExecutionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** What the moves on an execution have in common: who made them and why is recorded with them, in the same write. */
final class Controls {
    private final ReadExecution read;
    private final ExecutionStore executions;
    private final Effects effects;
    private final InstantSource clock;

    Controls(ReadExecution read, ExecutionStore executions, Effects effects, InstantSource clock) {
        this.read = read;
        this.executions = executions;
        this.effects = effects;
        this.clock = clock;
    }

    ReadExecution.Found read(Caller caller, String workflow, ExecutionId id) {
        return read.read(caller, workflow, id);
    }

    ReadExecution.Found read(Caller caller, ExecutionId id) {
        return read.read(caller, id);
    }

    /** One that is not refused for want of room in the execution's past. */
    Execution.Past recorded(
            Execution execution, Caller caller, Control.Kind kind, Instant at, Optional<String> reason) {
        if (execution.past().controls().size() >= Control.MOST) {
            throw Refusal.tooManyControls(execution.id().value());
        }
        Execution.Past more =
                new Execution.Past(List.of(new Control(at, kind, new Actor(caller.keyId(), reason))), List.<Rerun>of());
        checkRoom(execution, more.bytes());
        return more;
    }

    /** @throws Refusal where the execution's item has no room for so many bytes more */
    static void checkRoom(Execution execution, long bytes) {
        if (!execution.hasRoomFor(bytes)) {
            throw Refusal.noRoom(execution.id().value());
        }
    }

    Instant now() {
        return clock.instant();
    }

    ReadExecution.Found readBare(Caller caller, ExecutionId id) {
        return read.readBare(caller, id);
    }

    Optional<ReadExecution.Found> findBare(Caller caller, ExecutionId id) {
        return read.findBare(caller, id);
    }

    /**
     * Has an execution go on: does all that follows from the records and has left no trace in them.
     *
     * @param read reads it
     */
    ReadExecution.Found goOn(Supplier<ReadExecution.Found> read) {
        ReadExecution.Found found = notEnded(read.get());
        Frontier frontier = new Frontier(found.version().plan(), found.recorded());
        effects.apply(found.version().plan(), found.recorded().execution(), frontier.effects(now()));
        return read.get();
    }

    /** @throws Refusal where it is more than may come with a move, since it is recorded beside a stage's own data */
    static void checkSize(JsonNode data) {
        long bytes = Json.size(data);
        if (bytes > StageWorker.MAX_BYTES / 4) {
            throw Refusal.inputTooLarge(bytes, StageWorker.MAX_BYTES / 4);
        }
    }

    /** @throws Refusal where it has ended */
    static ReadExecution.Found notEnded(ReadExecution.Found found) {
        Execution execution = found.recorded().execution();
        if (execution.hasEnded()) {
            throw ended(execution);
        }
        return found;
    }

    static Refusal ended(Execution execution) {
        return Refusal.hasEnded(execution.id().value(), execution.state().name().name());
    }

    Optional<ExecutionStore.Change> change(
            Execution execution, Set<Name> from, ExecutionState to, Optional<Instant> wakeAt, Execution.Past past) {
        return executions.change(execution.id(), from, to, wakeAt, past);
    }

    Optional<ExecutionStore.Change> changeAsSeen(
            Execution seen, Set<Name> from, ExecutionState to, Optional<Instant> wakeAt, Execution.Past past) {
        return executions.changeAsSeen(seen, from, to, wakeAt, past);
    }

    /**
     * Has one that has ended go on.
     *
     * @param execution as it was seen
     * @return whether this call did
     */
    boolean reopen(Execution execution, Execution.Past past) {
        return changeAsSeen(
                        execution,
                        Set.of(Name.COMPLETED, Name.FAILED, Name.TIMED_OUT, Name.CANCELED),
                        new ExecutionState.Live(),
                        Optional.of(now()),
                        past)
                .filter(ExecutionStore.Change::made)
                .isPresent();
    }

    Effects effects() {
        return effects;
    }
}
