package dev.lockstep.engine.simulation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs many seeds, or one step by step. */
final class Seeds {
    private Seeds() {}

    /** A seed whose run broke a promise, and which. */
    record Broken(long seed, Violation violation) {}

    static Outcome run(long seed, Protocol protocol, Trace trace) {
        Outcome outcome = new Simulation(Scenario.of(seed), protocol, trace).run();
        outcome.check();
        return outcome;
    }

    /**
     * Runs as many seeds as are asked for, or until one breaks a promise.
     *
     * @param protocol made anew for each run
     * @param told of every outcome, by several threads
     */
    static Optional<Broken> run(long first, long count, Supplier<Protocol> protocol, Consumer<Outcome> told) {
        return run(first, count, seed -> told.accept(run(seed, protocol.get(), Trace.NONE)));
    }

    /**
     * Runs as many seeds as are asked for, or until one breaks a promise.
     *
     * @param one runs a seed, and throws a violation; called by several threads
     */
    static Optional<Broken> run(long first, long count, LongConsumer one) {
        AtomicLong next = new AtomicLong(first);
        AtomicReference<@Nullable Broken> broken = new AtomicReference<>();
        Runnable work = () -> {
            long seed = next.getAndIncrement();
            while (seed < first + count && broken.get() == null) {
                try {
                    one.accept(seed);
                } catch (Violation violation) {
                    broken.accumulateAndGet(new Broken(seed, violation), Seeds::first);
                } catch (RuntimeException | Error e) {
                    Violation violation = Promise.NOTHING_BREAKS_BY_ITSELF.broken(e.toString());
                    violation.initCause(e);
                    broken.accumulateAndGet(new Broken(seed, violation), Seeds::first);
                }
                seed = next.getAndIncrement();
            }
        };
        // Virtual threads, since these hand over to those of the invocations without the operating system.
        List<Thread> threads = Stream.generate(() -> Thread.ofVirtual().start(work))
                .limit(Runtime.getRuntime().availableProcessors())
                .toList();
        threads.forEach(Seeds::join);
        return Optional.ofNullable(broken.get());
    }

    /** Seeds are taken in order, and those that were taken are run: so the first is the same each time. */
    private static Broken first(@Nullable Broken one, @Nullable Broken other) {
        Broken found = Objects.requireNonNull(other);
        return one == null || found.seed() < one.seed() ? found : one;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
