package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where functions are invoked: side by side, yet one at a time, each with a clock of its own that is a little off. */
final class Cloud {
    private final Timeline timeline;
    private final Faults faults;
    private final Trace trace;
    private final Set<Invocation> alive = new LinkedHashSet<>();
    private final Map<ExecutionId, Map<StageRunKey, Integer>> strikes = new HashMap<>();
    private @Nullable Invocation current;
    private int invoked;
    private long order;

    Cloud(Timeline timeline, Faults faults, Trace trace) {
        this.timeline = timeline;
        this.faults = faults;
        this.trace = trace;
    }

    /** The time by the clock of the function that asks. */
    Instant clock() {
        return current == null ? timeline.now() : timeline.now().plus(current.skew());
    }

    Instant trueTime() {
        return timeline.now();
    }

    /** A number for what happens now, above those of all that happened before. */
    long next() {
        order++;
        return order;
    }

    /** The number of when the function that calls was started. */
    long started() {
        return current == null ? order : current.startedAt();
    }

    Optional<Invocation> current() {
        return Optional.ofNullable(current);
    }

    /**
     * Invokes a function.
     *
     * @param step what it advances, if it does
     * @param whenEnded told when it has ended, killed or not
     */
    void invoke(String name, Optional<Step> step, Runnable body, Consumer<Invocation> whenEnded) {
        invoked++;
        Invocation invocation = new Invocation(name + "#" + invoked, step, faults.skew(), body, whenEnded);
        invocation.startAt(next());
        alive.add(invocation);
        resume(invocation);
    }

    private void resume(Invocation invocation) {
        if (!alive.contains(invocation)) {
            return;
        }
        current = invocation;
        invocation.resume();
        current = null;
        if (invocation.hasEnded()) {
            end(invocation);
        }
    }

    private void end(Invocation invocation) {
        alive.remove(invocation);
        Optional<Throwable> thrown = invocation.thrown();
        tell(() -> invocation + thrown.map(e -> " broke off: " + e).orElse(" ended"));
        thrown.ifPresent(Cloud::rethrowUnlessExpected);
        invocation.tellWhoAwaitsIt();
    }

    private static void rethrowUnlessExpected(Throwable thrown) {
        // The watchdog goes on to the next execution, and tells at the end of the first that broke off.
        if (thrown.getCause() != null && String.valueOf(thrown.getMessage()).contains("could not be looked at")) {
            rethrowUnlessExpected(thrown.getCause());
            return;
        }
        boolean contended = thrown instanceof IllegalStateException
                && String.valueOf(thrown.getMessage()).contains("contended");
        switch (thrown) {
            case Crash crash -> {}
            case PortFailure failure -> {}
            case Refusal refusal -> {}
            case Violation violation -> throw violation;
            default -> {
                if (!contended) {
                    Violation violation = Promise.NOTHING_BREAKS_BY_ITSELF.broken(thrown.toString());
                    violation.initCause(thrown);
                    throw violation;
                }
            }
        }
    }

    /** Lets time pass for the function that calls, and everything else go on meanwhile. */
    void pause(Duration time) {
        Invocation invocation = Objects.requireNonNull(current);
        if (!timeline.passIfNothingHappens(time)) {
            timeline.in(time, () -> resume(invocation));
            invocation.stop();
        }
    }

    /** Notes that a fault struck the function that calls, for those who ask later whether all went well. */
    void struck(String how) {
        tell(() -> current + ": " + how);
        current()
                .flatMap(Invocation::step)
                .ifPresent(step -> strikes.computeIfAbsent(step.execution(), id -> new HashMap<>())
                        .merge(step.run(), 1, Integer::sum));
    }

    int strikes(ExecutionId execution, StageRunKey run) {
        return strikes.getOrDefault(execution, Map.of()).getOrDefault(run, 0);
    }

    /** Ends all functions where they stand, as when the machine goes down. */
    void killAll() {
        for (Invocation invocation : List.copyOf(alive)) {
            alive.remove(invocation);
            if (invocation.step().isPresent()) {
                current = invocation;
                struck("killed");
            }
            invocation.kill();
            current = null;
            invocation.tellWhoAwaitsIt();
        }
    }

    void tell(Supplier<String> what) {
        trace.tell(() -> timeline.passed() + " " + what.get());
    }
}
