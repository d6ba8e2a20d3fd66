package dev.lockstep.engine.decide;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Edge;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.PastAttempt;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What happens next: what to record after an attempt, and what follows from what is recorded. No clock, no chance, no I/O. */
public final class Decider {
    /** What somebody else may have us wait, at most: an answer from outside must not park an execution for years. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    private Decider() {}

    /** What a start begins with. */
    public static List<Effect> start(Plan plan, Execution execution) {
        return new Consequences(plan, Recorded.of(execution, List.of()), execution.createdAt()).ofStart();
    }

    /**
     * The number of the attempt to make now, from 1 on; empty where there is none to make, since the stage run has its outcome,
     * waits for its time or for somebody, or is somebody else's while their lease lasts. An attempt whose lease has lapsed was
     * broken off, not failed: it is made again under its own number, so that a crash uses up nothing of the retry policy.
     *
     * @param known what is recorded of the stage run
     */
    public static OptionalInt nextAttempt(Execution execution, Optional<StageRun> known, Instant now) {
        if (known.isEmpty()) {
            return OptionalInt.of(1);
        }
        return switch (known.get().state()) {
            case StageRunState.Retrying retrying
            when !now.isBefore(retrying.next()) -> OptionalInt.of(retrying.attempt() + 1);
            // What a worker outside has is another worker's when the lease has lapsed.
            case StageRunState.Running running
            when running.by().isEmpty() && !now.isBefore(running.leaseUntil()) -> OptionalInt.of(running.attempt());
            case StageRunState.Waiting waiting
            when !now.isBefore(waiting.until()) -> OptionalInt.of(lastPast(known.get()) + 1);
            case StageRunState.Failed failed when isReopened(execution, failed) -> OptionalInt.of(failed.attempt() + 1);
            case StageRunState other -> OptionalInt.empty();
        };
    }

    /** The number of the last attempt before the one that the state is about; 0 where there was none. */
    public static int lastPast(StageRun run) {
        return run.past().stream().mapToInt(PastAttempt::number).max().orElse(0);
    }

    /** Whether a failure, which nothing bore, is one that somebody has had tried again since. */
    public static boolean isReopened(Execution execution, StageRunState.Failed failed) {
        return failed.passed().isEmpty()
                && execution.reopenedAt().filter(at -> !failed.at().isAfter(at)).isPresent();
    }

    /** Whether a run has its outcome, and not just a failure that somebody has had tried again since. */
    public static boolean isOver(Execution execution, Optional<StageRun> known) {
        return known.map(StageRun::state).orElse(null) instanceof StageRunState.Outcome outcome
                && !(outcome instanceof StageRunState.Failed failed && isReopened(execution, failed));
    }

    /** How many attempts were made before somebody last had the execution go on. */
    public static int attemptsBefore(Execution execution, Optional<StageRun> known) {
        Optional<Instant> reopened = execution.reopenedAt();
        if (known.isEmpty() || reopened.isEmpty()) {
            return 0;
        }
        int before = switch (known.get().state()) {
            case StageRunState.Failed failed when isReopened(execution, failed) -> failed.attempt();
            case StageRunState.Retrying retrying
            when !retrying.failedAt().isAfter(reopened.get()) -> retrying.attempt();
            case StageRunState other -> 0;
        };
        return known.get().past().stream()
                .filter(attempt -> !attempt.failedAt().isAfter(reopened.get()))
                .mapToInt(PastAttempt::number)
                .reduce(before, Math::max);
    }

    /** When the first attempt began of those that count; the time given where this is the first. */
    static Instant firstBegan(Execution execution, Optional<StageRun> known, Instant began) {
        int before = attemptsBefore(execution, known);
        Stream<PastAttempt> past =
                known.stream().flatMap(run -> run.past().stream()).filter(attempt -> attempt.number() > before);
        Stream<Instant> last = known.map(StageRun::state).stream()
                .filter(state -> state instanceof StageRunState.Retrying retrying && retrying.attempt() > before)
                .map(state -> ((StageRunState.Retrying) state).startedAt());
        return Stream.concat(past.map(PastAttempt::startedAt), last)
                .filter(at -> at.isBefore(began))
                .min(Comparator.naturalOrder())
                .orElse(began);
    }

    /**
     * An attempt that has come to its end.
     *
     * @param known what is recorded of the stage run
     * @param jitter from 0 (inclusive) to 1 (exclusive)
     */
    public static Attempt ended(
            Execution execution, Optional<StageRun> known, int number, Instant began, Instant ended, double jitter) {
        return new Attempt(
                number, attemptsBefore(execution, known), firstBegan(execution, known, began), began, ended, jitter);
    }

    /** What to record now that the attempt has ended. */
    public static StageRunState afterAttempt(Stage.Task task, Attempt attempt, AttemptResult result) {
        Instant started = attempt.startedAt();
        Instant ended = attempt.endedAt();
        RetryPolicy retry = task.policy().retry();
        return switch (result) {
            case AttemptResult.Succeeded ok ->
                new StageRunState.Completed(attempt.number(), started, ended, ok.input(), ok.output(), ok.note());
            case AttemptResult.NotWanted skipped -> new StageRunState.Skipped(ended, skipped.passed());
            case AttemptResult.Failed failed
            when retry.allows(attempt.counted(), failed.failure().name()) -> againInTime(task, attempt, failed);
            case AttemptResult.Failed failed -> failedForGood(task, attempt, failed);
        };
    }

    /** To be tried again, unless that would begin when all attempts are to be over. */
    private static StageRunState againInTime(Stage.Task task, Attempt attempt, AttemptResult.Failed failed) {
        Instant next = attempt.endedAt().plus(delay(task.policy().retry(), attempt, failed.retryAfter()));
        boolean tooLate = task.policy()
                .outOfTimeAt(attempt.firstBegan())
                .filter(at -> !next.isBefore(at))
                .isPresent();
        return tooLate
                ? failedForGood(
                        task,
                        attempt,
                        new AttemptResult.Failed(
                                failed.input(),
                                Failure.noTimeLeft(task.policy().totalSeconds().orElse(0), failed.failure()),
                                failed.given()))
                : new StageRunState.Retrying(
                        attempt.number(), attempt.startedAt(), attempt.endedAt(), next, failed.failure());
    }

    /**
     * What to record where no further attempt is to be made, whatever the policy says: a loop or a list does not try again as a
     * whole what was tried again within it, nor does somebody wait again who has waited long enough.
     */
    public static StageRunState failedForGood(Stage.Task task, Attempt attempt, AttemptResult.Failed failed) {
        JsonNode given = failed.input().or(failed::given).orElseGet(Json::object);
        return new StageRunState.Failed(
                attempt.number(),
                attempt.startedAt(),
                attempt.endedAt(),
                failed.input(),
                failed.failure(),
                Consequences.passedOn(task, given, failed.failure()));
    }

    private static Duration delay(RetryPolicy retry, Attempt attempt, Duration retryAfter) {
        Duration asked = retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : retryAfter;
        Duration policy = retry.delay(attempt.counted(), attempt.jitter());
        return asked.compareTo(policy) > 0 ? asked : policy;
    }

    /**
     * What follows from a recorded stage run. It depends on nothing but the plan and the records, so that whoever meets the
     * record later, by a redelivery or by the watchdog, does just the same.
     *
     * @param context the execution, and of a run for one element the part of the elements that it is in
     * @param now the time of an end that may follow from a join, whose record has none
     */
    public static List<Effect> effects(Plan plan, Recorded context, StageRun run, Instant now) {
        return new Consequences(plan, context, now).of(run);
    }

    /** Whether a stage, by what it came to, leads to the other. */
    public static boolean leadsTo(Stage.Task task, StageRun run, String target) {
        return Consequences.leadsTo(task.as(run.resolved()), run.state(), target);
    }

    /** The runs in which what follows from a stage's run leaves its trace: behind it, around it, and at joins behind joins. */
    public static Set<StageRunKey> traces(Plan plan, Recorded context, StageRun run) {
        Set<StageRunKey> traces = new LinkedHashSet<>();
        Iterations iterations = new Iterations(plan, context.execution().past().reruns());
        addTraces(plan, context, iterations, run, traces);
        return traces;
    }

    private static void addTraces(
            Plan plan, Recorded context, Iterations iterations, StageRun run, Set<StageRunKey> traces) {
        for (Effect effect : effects(plan, context, run, Instant.EPOCH)) {
            switch (effect) {
                case Effect.Send send -> traces.add(send.run());
                case Effect.Arrive arrive -> addJoin(plan, context, iterations, arrive.join(), traces);
                case Effect.Close close -> addFork(plan, context, iterations, close, traces);
                case Effect.Sweep sweep -> {}
                case Effect.Resume resume -> traces.add(resume.run());
                case Effect.Fail fail -> traces.add(fail.run());
                case Effect.Cancel cancel -> traces.add(cancel.run());
                case Effect.Offer offer -> {}
                case Effect.Delegate delegate -> {}
                case Effect.Compensate compensate -> {}
                case Effect.End end -> {}
            }
        }
    }

    /** A fork that may be over, and what follows then. */
    private static void addFork(
            Plan plan, Recorded context, Iterations iterations, Effect.Close close, Set<StageRunKey> traces) {
        if (traces.add(close.fork())) {
            addTraces(plan, context, iterations, over(close, Instant.EPOCH), traces);
        }
    }

    /** What to record of a fork that is over. */
    public static StageRun over(Effect.Close close, Instant at) {
        Note over = new Note.Over(close.by(), close.transition());
        return new StageRun(
                close.fork(), 1, new StageRunState.Completed(1, at, at, Optional.empty(), Json.object(), over));
    }

    private static void addJoin(
            Plan plan, Recorded context, Iterations iterations, StageRunKey key, Set<StageRunKey> traces) {
        if (!traces.add(key)) {
            return;
        }
        switch (plan.stage(key.stage())) {
            case Stage.Join join
            when join.fork().isPresent() -> {
                StageRunKey fork = new StageRunKey(join.fork().get(), key.iteration());
                addFork(plan, context, iterations, new Effect.Close(fork, key, Optional.empty()), traces);
            }
            case Stage.Join join -> join.next().forEach(edge -> addEdge(plan, context, iterations, key, edge, traces));
            case Stage.Fork fork -> {}
            case Stage.Gather gather -> {
                StageRunKey all = key.iteration().depth() > plan.depth(gather)
                        ? new StageRunKey(gather.id(), key.iteration().around())
                        : key;
                traces.add(all);
                traces.add(new StageRunKey(gather.task(), all.iteration()));
            }
            case Stage.Task task -> {}
            case Stage.Items items -> {}
        }
    }

    private static void addEdge(
            Plan plan, Recorded context, Iterations iterations, StageRunKey key, Edge edge, Set<StageRunKey> traces) {
        switch (edge) {
            case Edge.To to -> {
                // A dead token passes through the task, to the joins behind it.
                StageRunKey next = iterations.beside(to.stage(), key.iteration());
                traces.add(next);
                Stage.Task task = plan.task(next.stage());
                Stream.concat(task.next().stream(), task.place().otherwise().stream())
                        .filter(behind -> !(behind instanceof Edge.Back))
                        .forEach(behind -> addEdge(plan, context, iterations, next, behind, traces));
            }
            case Edge.Into into ->
                addJoin(plan, context, iterations, iterations.beside(into.join(), key.iteration()), traces);
            case Edge.Back back -> traces.add(iterations.around(back.loop(), key.iteration()));
            case Edge.End end -> {}
            case Edge.Enter enter -> throw new IllegalStateException(key + " is no part of a machine");
            case Edge.Arrive arrive -> throw new IllegalStateException(key + " is no part of a machine");
            case Edge.Leave leave -> throw new IllegalStateException(key + " is no part of a machine");
        }
    }
}
