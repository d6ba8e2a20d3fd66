package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Moves;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Approval;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.PastAttempt;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** All that has happened in an execution, in order, as its records tell: nothing is written for it alone. */
public final class History {
    private final List<Event> events = new ArrayList<>();

    private History() {}

    /** What happened. */
    public enum Kind {
        EXECUTION_STARTED(0),
        EXECUTION_RESUMED(1),
        EXECUTION_RETRIED(1),
        EXECUTION_RERUN(1),
        STEP_WAITING(2),
        STEP_STARTED(3),
        STEP_ATTEMPT_FAILED(4),
        STEP_APPROVED(4),
        STEP_COMPLETED(5),
        STEP_FAILED(5),
        STEP_SKIPPED(5),
        STEP_CANCELED(5),
        EXECUTION_PAUSED(6),
        EXECUTION_COMPENSATING(6),
        EXECUTION_COMPLETED(7),
        EXECUTION_FAILED(7),
        EXECUTION_TIMED_OUT(7),
        EXECUTION_CANCELED(7);

        /** Of what happened at once, the lesser comes first. */
        private final int rank;

        Kind(int rank) {
            this.rank = rank;
        }
    }

    /**
     * One change.
     *
     * @param run of which stage; empty where it is the execution's own
     * @param attempt its number, from 1 on
     * @param by who made it, where somebody outside did
     * @param move the transition by which a state was left, or of which somebody approved
     */
    public record Event(
            Instant at,
            Kind kind,
            Optional<StageRunKey> run,
            OptionalInt attempt,
            Optional<Failure> failure,
            Optional<Actor> by,
            Optional<Move> move) {
        Event(
                Instant at,
                Kind kind,
                Optional<StageRunKey> run,
                OptionalInt attempt,
                Optional<Failure> failure,
                Optional<Actor> by) {
            this(at, kind, run, attempt, failure, by, Optional.empty());
        }

        /** This event with what came with its transition. */
        public Event with(Move told) {
            return new Event(at, kind, run, attempt, failure, by, Optional.of(told));
        }

        /** Where it stands in the order: after all that have a lesser one. */
        public String place() {
            return String.format(
                    Locale.ROOT,
                    "%012d.%09d|%d|%s|%03d%s",
                    at.getEpochSecond(),
                    at.getNano(),
                    kind.rank,
                    run.map(StageRunKey::toString).orElse(""),
                    attempt.orElse(0),
                    kind == Kind.STEP_APPROVED ? "|" + by.map(Actor::key).orElse("") : "");
        }
    }

    /**
     * A transition.
     *
     * @param input what came with it; a missing node where that was not read, nothing where it was made by itself
     */
    public record Move(String transition, Optional<JsonNode> input) {}

    /** In the order in which it happened; of what happened at once, starts come before ends. */
    public static List<Event> of(Plan plan, Recorded recorded) {
        History history = new History();
        history.add(recorded.execution());
        recorded.runs().values().forEach(run -> {
            if (plan.stage(run.key().stage()) instanceof Stage.Task task) {
                history.add(task, run);
            }
        });
        return history.events.stream()
                .sorted(Comparator.comparing(Event::place))
                .toList();
    }

    private void add(Execution execution) {
        event(execution.createdAt(), Kind.EXECUTION_STARTED, Optional.empty(), Optional.empty());
        for (Control control : execution.past().controls()) {
            Kind kind = switch (control.kind()) {
                case PAUSE -> Kind.EXECUTION_PAUSED;
                case RESUME -> Kind.EXECUTION_RESUMED;
                case CANCEL, KILL -> Kind.EXECUTION_CANCELED;
                case RETRY, RETRY_WITHIN -> Kind.EXECUTION_RETRIED;
                case RERUN -> Kind.EXECUTION_RERUN;
            };
            event(control.at(), kind, Optional.empty(), Optional.of(control.by()));
        }
        switch (execution.state()) {
            case ExecutionState.Live live -> {}
            case ExecutionState.Paused paused -> {}
            case ExecutionState.Compensating compensating ->
                event(compensating.at(), Kind.EXECUTION_COMPENSATING, Optional.empty(), Optional.empty());
            case ExecutionState.Completed completed ->
                event(completed.at(), Kind.EXECUTION_COMPLETED, Optional.empty(), Optional.empty());
            case ExecutionState.Failed failed ->
                event(failed.at(), Kind.EXECUTION_FAILED, Optional.of(failed.failure()), Optional.empty());
            case ExecutionState.TimedOut timedOut ->
                event(timedOut.at(), Kind.EXECUTION_TIMED_OUT, Optional.empty(), Optional.empty());
            case ExecutionState.Canceled canceled -> {
                boolean told = execution.past().controls().stream()
                        .anyMatch(control ->
                                control.kind() == Control.Kind.CANCEL || control.kind() == Control.Kind.KILL);
                if (!told) {
                    Actor by = new Actor(canceled.by(), canceled.reason());
                    event(canceled.at(), Kind.EXECUTION_CANCELED, Optional.empty(), Optional.of(by));
                }
            }
        }
    }

    private void event(Instant at, Kind kind, Optional<Failure> failure, Optional<Actor> by) {
        events.add(new Event(at, kind, Optional.empty(), OptionalInt.empty(), failure, by));
    }

    private void add(Stage.Task task, StageRun run) {
        StageRunKey key = run.key();
        for (PastAttempt attempt : run.past()) {
            started(key, attempt.startedAt(), attempt.number());
            failed(key, Kind.STEP_ATTEMPT_FAILED, attempt.failedAt(), attempt.number(), attempt.failure());
        }
        switch (run.state()) {
            case StageRunState.Running running -> {
                Optional<Actor> by = running.by().map(worker -> new Actor(worker, Optional.empty()));
                step(key, Kind.STEP_STARTED, running.startedAt(), OptionalInt.of(running.attempt()), by);
            }
            case StageRunState.Retrying retrying -> {
                started(key, retrying.startedAt(), retrying.attempt());
                failed(key, Kind.STEP_ATTEMPT_FAILED, retrying.failedAt(), retrying.attempt(), retrying.failure());
            }
            case StageRunState.Waiting waiting -> waits(key, waiting.since());
            case StageRunState.Awaiting awaiting -> {
                waits(key, awaiting.since());
                awaiting.approvals().forEach(approval -> approved(key, approval));
            }
            case StageRunState.Offered offered -> waits(key, offered.since());
            case StageRunState.Delegated delegated -> started(key, delegated.since(), delegated.attempt());
            case StageRunState.Mapping mapping -> started(key, mapping.since(), 1);
            case StageRunState.Looping looping -> started(key, looping.since(), 1);
            case StageRunState.Completed completed -> {
                started(key, completed.startedAt(), completed.attempt());
                if (completed.note() instanceof Note.Moved moved) {
                    moved.approvals().forEach(approval -> approved(key, approval));
                }
                events.add(new Event(
                        completed.at(),
                        Kind.STEP_COMPLETED,
                        Optional.of(key),
                        OptionalInt.of(completed.attempt()),
                        Optional.empty(),
                        by(completed.note()),
                        move(task, completed)));
            }
            case StageRunState.Failed failed -> {
                started(key, failed.startedAt(), failed.attempt());
                failed(key, Kind.STEP_FAILED, failed.at(), failed.attempt(), failed.failure());
            }
            case StageRunState.Skipped skipped ->
                step(key, Kind.STEP_SKIPPED, skipped.at(), OptionalInt.empty(), skipped.by());
            // It is told of once it is reached.
            case StageRunState.SkipAhead ahead -> {}
            case StageRunState.Canceled canceled ->
                step(key, Kind.STEP_CANCELED, canceled.at(), OptionalInt.empty(), Optional.empty());
            case StageRunState.Gathering gathering -> {}
            case StageRunState.Elements elements -> {}
        }
    }

    private void approved(StageRunKey key, Approval approval) {
        events.add(new Event(
                approval.at(),
                Kind.STEP_APPROVED,
                Optional.of(key),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.of(approval.by()),
                Optional.of(new Move(approval.transition(), Optional.of(approval.input())))));
    }

    private static Optional<Move> move(Stage.Task task, StageRunState.Completed completed) {
        return completed.note() instanceof Note.Moved moved
                ? Optional.of(new Move(moved.transition(), moved.by().map(actor -> completed.output())))
                : task.place().moves().flatMap(Moves::whenDone).map(made -> new Move(made, Optional.empty()));
    }

    private static Optional<Actor> by(Note note) {
        return switch (note) {
            case Note.By outside -> Optional.of(outside.actor());
            case Note.Moved moved -> moved.by();
            case Note other -> Optional.empty();
        };
    }

    private void waits(StageRunKey key, Instant since) {
        step(key, Kind.STEP_WAITING, since, OptionalInt.empty(), Optional.empty());
    }

    private void started(StageRunKey key, Instant at, int attempt) {
        step(key, Kind.STEP_STARTED, at, OptionalInt.of(attempt), Optional.empty());
    }

    private void step(StageRunKey key, Kind kind, Instant at, OptionalInt attempt, Optional<Actor> by) {
        events.add(new Event(at, kind, Optional.of(key), attempt, Optional.empty(), by));
    }

    private void failed(StageRunKey key, Kind kind, Instant at, int attempt, Failure failure) {
        events.add(
                new Event(at, kind, Optional.of(key), OptionalInt.of(attempt), Optional.of(failure), Optional.empty()));
    }
}
