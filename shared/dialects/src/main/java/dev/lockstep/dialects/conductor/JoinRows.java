package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRunKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How joins stand, by the rows of the tasks that they wait for. */
record JoinRows(Plan plan, Recorded recorded, Iterations iterations, ToldTasks tasks) {

    /**
     * The row of a join that waits for what is under way, of which there is no record.
     *
     * @return empty where there is a record of it, or nothing that it waits for has begun
     */
    Optional<TaskRow> open(WorkflowTask join, List<TaskRow> rows) {
        StageRunKey key = iterations.beside(join.reference(), Iteration.FIRST);
        List<String> sources = sources(join);
        Optional<Instant> since = rows.stream()
                .filter(row -> sources.contains(row.task().reference()))
                .map(TaskRow::scheduledAt)
                .min(Comparator.naturalOrder());
        boolean outermost = plan.find(join.reference()).orElse(null) instanceof Stage.Task task
                && task.place().within().isEmpty();
        return recorded.run(key).isEmpty() && outermost
                ? since.map(at -> open(new Row(join, key, Json.object()), at))
                : Optional.empty();
    }

    private TaskRow open(Row row, Instant since) {
        return recorded.execution().state() instanceof ExecutionState.Ended ended
                ? row.canceled(1, since, ended.at())
                : row.open(1, since, true);
    }

    /** What a join waits for; of one behind a fork whose branches data tells, the fork. */
    private List<String> sources(WorkflowTask join) {
        return dynamicFork(join).map(fork -> List.of(fork.reference())).orElseGet(() -> join.texts("joinOn"));
    }

    private Optional<WorkflowTask> dynamicFork(WorkflowTask join) {
        return plan.find(join.reference()).orElse(null) instanceof Stage.Task task
                        && task.input() instanceof StageInput.OutputOf of
                ? tasks.forkOf(of.stage())
                : Optional.empty();
    }

    /** The same rows; of each join that is over, with what the tasks have come to that it waited for. */
    List<TaskRow> told(List<TaskRow> rows) {
        if (rows.stream().noneMatch(JoinRows::isOver)) {
            return rows;
        }
        Map<String, List<TaskRow>> byPlace =
                rows.stream().filter(row -> !row.retried()).collect(Collectors.groupingBy(this::place));
        return rows.stream().map(row -> isOver(row) ? told(row, byPlace) : row).toList();
    }

    private static boolean isOver(TaskRow row) {
        return row.task().is(TaskType.JOIN) && row.status() == TaskStatus.COMPLETED;
    }

    private TaskRow told(TaskRow join, Map<String, List<TaskRow>> byPlace) {
        List<TaskRow> joined = dynamicFork(join.task())
                .map(fork -> List.of(DynamicCompiler.branchesId(fork.reference())))
                .orElseGet(() -> join.task().texts("joinOn"))
                .stream()
                .flatMap(source -> byPlace.getOrDefault(TaskRow.reference(source, join.rounds()), List.of()).stream())
                .toList();
        if (!joined.isEmpty() && joined.stream().allMatch(each -> each.status() == TaskStatus.CANCELED)) {
            return join.as(TaskStatus.CANCELED, Optional.empty());
        }
        List<TaskRow> failed = joined.stream()
                .filter(each -> each.status() == TaskStatus.COMPLETED_WITH_ERRORS)
                .toList();
        return failed.isEmpty() ? join : join.as(TaskStatus.COMPLETED_WITH_ERRORS, Optional.of(reason(failed)));
    }

    /** Where a join looks for a row: by its reference, or with all that are branches of one fork, and by the rounds around it. */
    private String place(TaskRow row) {
        return tasks.forkOf(row.run().stage())
                .map(fork -> TaskRow.reference(DynamicCompiler.branchesId(fork.reference()), row.rounds()))
                .orElseGet(row::reference);
    }

    private String reason(List<TaskRow> failed) {
        Execution execution = recorded.execution();
        return failed.stream()
                .map(row -> row.task().name() + "/" + row.id(execution).text())
                .collect(Collectors.joining(" ", "", " completed with errors"));
    }
}
