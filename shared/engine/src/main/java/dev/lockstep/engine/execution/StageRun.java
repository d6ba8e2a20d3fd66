package dev.lockstep.engine.execution;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Resolved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One activation of a stage, as recorded.
 *
 * @param revision how often it was written; a write succeeds only on the revision that it was decided on
 * @param past the attempts before the one that the state is about, the last {@link PastAttempt#MOST} of them
 * @param resolved what it does, where the plan leaves that to data
 */
public record StageRun(
        StageRunKey key, long revision, StageRunState state, List<PastAttempt> past, Optional<Resolved> resolved) {
    public StageRun {
        past = List.copyOf(past);
    }

    public StageRun(StageRunKey key, long revision, StageRunState state, List<PastAttempt> past) {
        this(key, revision, state, past, Optional.empty());
    }

    public StageRun(StageRunKey key, long revision, StageRunState state) {
        this(key, revision, state, List.of());
    }

    /** The same, of a dynamic task that came to be this. */
    public StageRun as(Resolved came) {
        return new StageRun(key, revision, state, past, Optional.of(came));
    }

    /** Whether what it came to be bears its own failure. */
    public boolean bearsFailure() {
        return resolved.filter(Resolved::bearsFailure).isPresent();
    }

    /** This run after one more write, in another state. A failed attempt that another follows is kept. */
    public StageRun to(StageRunState next) {
        Optional<PastAttempt> failed = switch (state) {
            case StageRunState.Retrying was ->
                Optional.of(new PastAttempt(was.attempt(), was.startedAt(), was.failedAt(), was.failure()));
            case StageRunState.Failed was ->
                Optional.of(new PastAttempt(was.attempt(), was.startedAt(), was.at(), was.failure()));
            case StageRunState other -> Optional.empty();
        };
        List<PastAttempt> kept = new ArrayList<>(past);
        failed.ifPresent(kept::add);
        List<PastAttempt> last = kept.subList(Math.max(0, kept.size() - PastAttempt.MOST), kept.size());
        return new StageRun(key, revision + 1, next, last, resolved);
    }

    /** This run with its data left out: a missing node stands for its output, and its input is not told. */
    public StageRun withoutData() {
        JsonNode leftOut = MissingNode.getInstance();
        StageRunState bare = switch (state) {
            case StageRunState.Completed run ->
                new StageRunState.Completed(
                        run.attempt(), run.startedAt(), run.at(), Optional.empty(), leftOut, withoutData(run.note()));
            case StageRunState.Skipped run -> new StageRunState.Skipped(run.at(), leftOut, run.by());
            case StageRunState.SkipAhead run ->
                new StageRunState.SkipAhead(run.at(), Optional.empty(), Optional.empty(), run.by());
            case StageRunState.Failed run ->
                new StageRunState.Failed(
                        run.attempt(),
                        run.startedAt(),
                        run.at(),
                        Optional.empty(),
                        run.failure().bare(),
                        run.passed().map(data -> leftOut),
                        run.by());
            case StageRunState.Running run ->
                new StageRunState.Running(
                        run.attempt(), run.startedAt(), run.leaseUntil(), Optional.empty(), run.by(), run.queued());
            case StageRunState.Waiting run -> new StageRunState.Waiting(run.since(), run.until(), Optional.empty());
            case StageRunState.Awaiting run ->
                new StageRunState.Awaiting(run.since(), run.deadline(), leftOut, run.approvals(), run.reminded());
            case StageRunState.Offered run ->
                new StageRunState.Offered(
                        run.attempt(),
                        run.since(),
                        run.offeredAt(),
                        leftOut,
                        run.handedBack().map(back -> new StageRunState.HandedBack(back.until(), leftOut)),
                        run.queued());
            case StageRunState.Delegated run ->
                new StageRunState.Delegated(run.attempt(), run.since(), run.workflow(), run.to(), leftOut, run.again());
            case StageRunState.Looping run ->
                new StageRunState.Looping(run.since(), run.round(), leftOut, Json.object());
            case StageRunState.Elements run -> new StageRunState.Elements(List.of(), run.total());
            case StageRunState.Mapping run -> run;
            case StageRunState.Retrying run ->
                new StageRunState.Retrying(
                        run.attempt(),
                        run.startedAt(),
                        run.failedAt(),
                        run.next(),
                        run.failure().bare());
            case StageRunState.Gathering run -> run;
            case StageRunState.Canceled run -> run;
        };
        return new StageRun(key, revision, bare, past, resolved);
    }

    private static StageRunState.Note withoutData(StageRunState.Note note) {
        return note instanceof StageRunState.Note.Set ? new StageRunState.Note.None() : note;
    }

    /** What has ended a fork, where this is one that is over. */
    public Optional<StageRunKey> overBy() {
        return state instanceof StageRunState.Completed completed
                        && completed.note() instanceof StageRunState.Note.Over over
                ? Optional.of(over.by())
                : Optional.empty();
    }

    /** The execution that does this run's work, or did to its end. */
    public Optional<ExecutionId> child() {
        return switch (state) {
            case StageRunState.Delegated delegated -> Optional.of(delegated.to());
            case StageRunState.Failed failed -> failed.by().map(StageRunState.Child::execution);
            case StageRunState.Completed completed
            when completed.note() instanceof StageRunState.Note.Started started -> Optional.of(started.execution());
            case StageRunState other -> Optional.empty();
        };
    }

    /** What this run was given, where that is recorded: not where the plan and the outputs before it tell. */
    public Optional<JsonNode> input() {
        return switch (state) {
            case StageRunState.Completed completed -> completed.input();
            case StageRunState.Failed failed -> failed.input();
            case StageRunState.Running running -> running.input();
            case StageRunState.Waiting waiting -> waiting.input();
            case StageRunState.Awaiting awaiting -> Optional.of(awaiting.input());
            case StageRunState.Offered offered -> Optional.of(offered.input());
            case StageRunState.Delegated delegated -> Optional.of(delegated.input());
            case StageRunState.Skipped skipped -> skipped.input();
            case StageRunState.SkipAhead ahead -> ahead.input();
            case StageRunState.Looping looping -> Optional.empty();
            case StageRunState.Canceled canceled -> Optional.empty();
            case StageRunState.Retrying retrying -> Optional.empty();
            case StageRunState.Mapping mapping -> Optional.empty();
            case StageRunState.Elements elements -> Optional.empty();
            case StageRunState.Gathering gathering -> Optional.empty();
        };
    }

    /** What this run gives to the stages after it, once it does. */
    public Optional<JsonNode> output() {
        return switch (state) {
            case StageRunState.Completed completed -> Optional.of(completed.output());
            case StageRunState.Skipped skipped -> Optional.of(skipped.passed());
            case StageRunState.Failed failed -> failed.passed();
            case StageRunState.Looping looping -> Optional.of(looping.data());
            case StageRunState.Canceled canceled -> Optional.empty();
            case StageRunState.Running running -> Optional.empty();
            case StageRunState.Retrying retrying -> Optional.empty();
            case StageRunState.Waiting waiting -> Optional.empty();
            case StageRunState.Awaiting awaiting -> Optional.empty();
            case StageRunState.Offered offered -> Optional.empty();
            case StageRunState.Delegated delegated -> Optional.empty();
            case StageRunState.Mapping mapping -> Optional.empty();
            case StageRunState.Elements elements -> Optional.empty();
            case StageRunState.Gathering gathering -> Optional.empty();
            case StageRunState.SkipAhead ahead -> Optional.empty();
        };
    }
}
