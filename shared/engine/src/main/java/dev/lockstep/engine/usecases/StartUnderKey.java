package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.IdempotencyStore.Call;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Starts executions under keys of their callers' own. The key is first made to stand for an id, and then the execution is made under that
 * id: both by conditional writes, so that of those who ask for the same key at once one makes the execution. Whoever breaks off in between
 * leaves a key without an execution, and the next one who asks for it makes that.
 */
public final class StartUnderKey {
    /** How long a key stands for its execution at most. It is free as soon as that is removed. */
    static final Duration REMEMBERED = Duration.ofDays(366);

    /** After which nobody is about to make an execution any more that is not there: it was removed. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

    /** Each time another was first. */
    private static final int TRIES = 10;

    private final IdempotencyStore keys;
    private final Idempotency idempotency;
    private final StageRunStore runs;
    private final StartExecution start;
    private final Ids ids;
    private final InstantSource clock;

    public StartUnderKey(
            IdempotencyStore keys, StageRunStore runs, StartExecution start, Ids ids, InstantSource clock) {
        this.keys = keys;
        this.idempotency = new Idempotency(keys, clock);
        this.runs = runs;
        this.start = start;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A call that carries an idempotency key beside and is repeated is answered with what it started, whatever the policy says.
     *
     * @return the id of the execution that was started or, where the key's policy says so, of the one that it has
     * @throws Refusal where the key has an execution, and its policy does not take that; or as {@link StartExecution#start} does
     */
    public ExecutionId start(Caller caller, StartExecution.Request request, StartKey key) {
        StartExecution.Request asked = request.taggedWith(key);
        String digest = StartKey.digest(request.workflow(), key.text());
        Supplier<ExecutionId> fresh = fresh(caller, request);
        if (request.idempotencyKey().isPresent()) {
            Optional<Execution> own = execution(fresh.get());
            if (own.isPresent()) {
                start.follow(own.get());
                return own.get().id();
            }
        }
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Call> taken = keys.find(caller.workspace(), digest, clock.instant());
            Optional<Execution> its = taken.flatMap(call -> execution(new ExecutionId(call.answer())));
            if (its.isPresent()
                    && !(key.policy() == StartKey.Policy.FAIL_ON_RUNNING
                            && its.get().hasEnded())) {
                return existing(its.get(), key);
            }
            boolean isOver = its.isPresent() || taken.filter(this::isForgotten).isPresent();
            StartExecution.Accepted accepted =
                    start.accept(caller, asked, () -> id(caller, digest, isOver ? taken : Optional.empty(), fresh));
            if (accepted.isNew()) {
                start.follow(accepted.execution());
                return accepted.execution().id();
            }
        }
        throw Refusal.notNow("the idempotency key " + key.text() + " is asked for by many calls at once; try again");
    }

    /** The ids that a call has to give: the same one each time where it can be told that it is repeated. */
    private Supplier<ExecutionId> fresh(Caller caller, StartExecution.Request request) {
        return () -> new ExecutionId(idempotency.id(
                caller.workspace(), request.idempotencyKey(), ids.execution().value()));
    }

    private Optional<Execution> execution(ExecutionId id) {
        return runs.read(id, List.of()).map(Recorded::execution);
    }

    private ExecutionId existing(Execution execution, StartKey key) {
        if (key.policy() != StartKey.Policy.RETURN_EXISTING) {
            throw Refusal.startKeyTaken(key.text(), execution.id().value(), execution.hasEnded());
        }
        start.follow(execution);
        return execution.id();
    }

    /** Whether an execution that is not there was there once, rather than being about to be made. */
    private boolean isForgotten(Call call) {
        return call.expiresAt().minus(REMEMBERED).plus(LONGEST_CALL).isBefore(clock.instant());
    }

    /**
     * What the key stands for from now on.
     *
     * @param over what it stood for, where that counts no more
     */
    private ExecutionId id(Caller caller, String digest, Optional<Call> over, Supplier<ExecutionId> fresh) {
        Instant now = clock.instant();
        Call call = new Call(digest, fresh.get().value(), now.plus(REMEMBERED));
        Call recorded = over.map(old -> keys.replace(caller.workspace(), digest, old, call))
                .orElseGet(() -> keys.remember(caller.workspace(), digest, call, now));
        return new ExecutionId(recorded.answer());
    }
}
