package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.decide.Standing;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.PastAttempt;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The attempts at all tasks of an execution, as rows, by what is recorded of them. */
final class TaskRows {
    /** For how long what waits for somebody is not called back: for good. */
    static final long FOR_GOOD = Integer.MAX_VALUE;

    private final Plan plan;
    private final Recorded recorded;
    private Optional<Standing> standing = Optional.empty();
    private final Iterations iterations;
    private final ToldTasks tasks;
    private final List<WorkflowTask> inOrder;

    TaskRows(WorkflowDefinition definition, Plan plan, Recorded recorded) {
        this.plan = plan;
        this.recorded = recorded;
        this.iterations = new Iterations(plan, recorded.execution().past().reruns());
        this.inOrder = definition.allTasks().toList();
        this.tasks = new ToldTasks(inOrder.stream());
    }

    /** In the order in which they were scheduled. */
    List<TaskRow> rows() {
        List<TaskRow> rows = new ArrayList<>();
        recorded.runs().values().stream()
                .filter(run -> iterations.isCurrent(run.key()))
                .forEach(run -> tasks.of(run).ifPresent(task -> add(task, run, rows)));
        JoinRows joins = new JoinRows(plan, recorded, iterations, tasks);
        inOrder.stream()
                .filter(task -> task.is(TaskType.JOIN))
                .forEach(join -> joins.open(join, rows).ifPresent(rows::add));
        Map<String, Integer> places = new HashMap<>();
        inOrder.forEach(task -> places.put(task.reference(), places.size()));
        rows.sort(Comparator.comparing(TaskRow::scheduledAt)
                .thenComparingInt(row -> place(row, places))
                .thenComparingInt(
                        row -> row.task().isBranch() ? row.run().iteration().last() : 0)
                .thenComparingInt(TaskRow::attempt));
        return joins.told(rows);
    }

    /** The row of one attempt; empty where there is none. */
    Optional<TaskRow> row(StageRunKey key, int attempt) {
        List<TaskRow> rows = new ArrayList<>();
        recorded.run(key).ifPresent(run -> tasks.of(run).ifPresent(task -> add(task, run, rows)));
        return rows.stream().filter(row -> row.attempt() == attempt).findFirst();
    }

    /** A branch comes behind its fork. */
    private int place(TaskRow row, Map<String, Integer> places) {
        String reference = tasks.forkOf(row.run().stage())
                .map(WorkflowTask::reference)
                .orElseGet(() -> row.task().reference());
        return places.getOrDefault(reference, 0);
    }

    private void add(WorkflowTask task, StageRun run, List<TaskRow> rows) {
        JsonNode input = Shown.input(task, run, tasks.shownInput(run, input(run)));
        for (PastAttempt past : run.past()) {
            rows.add(retried(task, run.key(), past, input));
        }
        current(task, run, input, rows);
    }

    private static TaskRow retried(WorkflowTask task, StageRunKey key, PastAttempt past, JsonNode input) {
        return new TaskRow(
                task,
                key,
                past.number(),
                TaskResult.status(past.failure()),
                true,
                past.startedAt(),
                Optional.of(past.startedAt()),
                Optional.of(past.failedAt()),
                past.failedAt(),
                input,
                Shown.failed(past.failure()),
                Optional.of(past.failure().message()),
                Optional.empty(),
                Optional.empty(),
                0,
                StageRunState.Queued.PLAIN);
    }

    private void current(WorkflowTask task, StageRun run, JsonNode input, List<TaskRow> rows) {
        Row row = new Row(task, run.key(), input);
        int next = run.past().stream().mapToInt(PastAttempt::number).max().orElse(0) + 1;
        boolean canceled =
                !(run.state() instanceof StageRunState.Outcome) && standing().isCanceled(run.key());
        switch (run.state()) {
            case StageRunState.Offered state -> {
                TaskRow open = after(run, open(row, state.attempt(), state.since(), false, canceled))
                        .in(state.queued());
                rows.add(state.handedBack()
                        .map(back -> row.handedBack(open, back))
                        .orElse(open));
            }
            case StageRunState.Running state -> {
                TaskRow taken = after(run, open(row, state.attempt(), state.startedAt(), true, canceled))
                        .in(state.queued());
                rows.add(state.by().map(by -> row.takenBy(taken, by)).orElse(taken));
            }
            case StageRunState.Retrying state -> {
                rows.add(retried(
                        task,
                        run.key(),
                        new PastAttempt(state.attempt(), state.startedAt(), state.failedAt(), state.failure()),
                        input));
                rows.add(row.waiting(
                        open(row, state.attempt() + 1, state.failedAt(), false, canceled)
                                .since(state.failure()),
                        Duration.between(state.failedAt(), state.next()).toSeconds()));
            }
            case StageRunState.Waiting state -> {
                boolean putOff = task.startDelaySeconds().isPresent();
                rows.add(row.waiting(
                        open(row, next, state.since(), !putOff, canceled),
                        putOff ? Duration.between(state.since(), state.until()).toSeconds() : 0));
            }
            case StageRunState.Awaiting state -> {
                TaskRow open = open(row, next, state.since(), true, canceled);
                rows.add(
                        AsyncComplete.is(task)
                                ? open.with(data(state.input()), open.worker(), open.child(), 0)
                                : row.waiting(open, FOR_GOOD));
            }
            case StageRunState.Delegated state ->
                rows.add(row.startedChild(
                        open(row, state.attempt(), state.since(), true, canceled),
                        state.to().value()));
            case StageRunState.Mapping state -> rows.add(open(row, next, state.since(), true, canceled));
            case StageRunState.Looping state ->
                rows.add(failedRound(run.key(), state)
                        .map(round -> row.over(
                                next,
                                TaskStatus.FAILED_WITH_TERMINAL_ERROR,
                                state.since(),
                                round.at(),
                                Json.object(),
                                Optional.of(round.failure().message()),
                                new StageRunState.Note.None()))
                        .orElseGet(() -> open(row, next, state.since(), true, canceled)));
            case StageRunState.Completed state ->
                rows.add(row.over(
                        state.attempt(),
                        TaskStatus.COMPLETED,
                        state.startedAt(),
                        state.at(),
                        Shown.output(task, input, state.output()),
                        Optional.empty(),
                        state.note()));
            case StageRunState.Failed state ->
                rows.add(row.over(
                        state.attempt(),
                        task.isOptional() ? TaskStatus.COMPLETED_WITH_ERRORS : TaskResult.status(state.failure()),
                        state.startedAt(),
                        state.at(),
                        Shown.failed(state.failure()),
                        Optional.of(state.by()
                                .map(by -> Shown.reason(task, by.execution(), state.failure()))
                                .orElse(state.failure().message())),
                        state.by()
                                .<StageRunState.Note>map(by -> new StageRunState.Note.Started(by.execution()))
                                .orElseGet(StageRunState.Note.None::new)));
            case StageRunState.Skipped state ->
                rows.add(row.over(
                        next,
                        TaskStatus.SKIPPED,
                        state.at(),
                        state.at(),
                        state.by().isPresent() ? data(state.passed()) : Json.object(),
                        Optional.empty(),
                        new StageRunState.Note.None()));
            case StageRunState.SkipAhead state ->
                rows.add(row.over(
                        next,
                        TaskStatus.SKIPPED,
                        state.at(),
                        state.at(),
                        state.passed().map(TaskRows::data).orElseGet(Json::object),
                        Optional.empty(),
                        new StageRunState.Note.None()));
            case StageRunState.Canceled state -> rows.add(row.canceled(next, state.at(), state.at()));
            case StageRunState.Gathering gathering -> {}
            case StageRunState.Elements elements -> {}
        }
    }

    /** Asked for where it tells something: what is over does not depend on it, and may be all that was read. */
    private Standing standing() {
        Standing known = standing.orElseGet(() -> new Standing(plan, recorded));
        standing = Optional.of(known);
        return known;
    }

    /** Canceled, where what it is part of ended before it did. */
    private TaskRow open(Row row, int attempt, Instant since, boolean taken, boolean canceled) {
        if (!canceled) {
            return row.open(attempt, since, taken);
        }
        Instant at = recorded.execution().state() instanceof ExecutionState.Ended ended ? ended.at() : since;
        return row.canceled(attempt, since, at);
    }

    private static TaskRow after(StageRun run, TaskRow row) {
        return run.past().isEmpty() ? row : row.since(run.past().getLast().failure());
    }

    /** What ended the round that a loop is in, where it could not be told whether another follows. */
    private Optional<StageRunState.Failed> failedRound(StageRunKey loop, StageRunState.Looping state) {
        StageRunKey end = iterations.beside(
                LoopCompiler.roundId(loop.stage()), loop.iteration().at(state.round()));
        return recorded.run(end)
                .map(StageRun::state)
                .flatMap(
                        ended -> ended instanceof StageRunState.Failed failed ? Optional.of(failed) : Optional.empty());
    }

    private static JsonNode data(JsonNode given) {
        return given.isMissingNode() ? Json.object() : given;
    }

    /** What a task was given, as far as that is known. */
    private JsonNode input(StageRun run) {
        return run.input()
                .filter(data -> !data.isMissingNode())
                .or(() -> literal(run.key()))
                .orElseGet(Json::object);
    }

    private Optional<JsonNode> literal(StageRunKey key) {
        return plan.find(key.stage()).orElse(null) instanceof Stage.Task task
                ? task.input().literal()
                : Optional.empty();
    }
}
