package dev.lockstep.dialects.conductor.search;

import dev.lockstep.dialects.conductor.TaskId;
import dev.lockstep.dialects.conductor.WorkflowView;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds tasks. No index tells of them: they are looked for in the workflow that the query names, or in the newest
 * {@link #MOST_LOOKED_AT} workflows of the names that it gives or else of all.
 */
public final class SearchTasks {
    public static final int MOST_LOOKED_AT = 100;

    /** How many workflows are read at once, with all their tasks. */
    private static final int AT_ONCE = 20;

    private final Candidates candidates;
    private final WorkflowReads reads;

    public SearchTasks(ExecutionList executions, WorkflowReads reads) {
        this.candidates = new Candidates(executions, reads);
        this.reads = reads;
    }

    private record Row(ReadExecution.Found workflow, ObjectNode task) {}

    private record Rows(List<Row> rows, boolean all) {}

    /**
     * The tasks, as they are in their workflows.
     *
     * @throws Refusal where it is not understood, or cannot be answered
     */
    public Found<ObjectNode> tasks(Caller caller, SearchRequest request) {
        Rows found = rows(caller, request);
        List<ObjectNode> tasks = found.rows().stream().map(Row::task).toList();
        return new Found<>(tasks.size(), found.all(), request.page(tasks));
    }

    /** Tasks of a type that are not over. */
    public List<ObjectNode> pending(Caller caller, String taskType, int start, int count) {
        SearchQuery query = new SearchQuery(List.of(
                new SearchCondition("taskType", SearchCondition.Op.IN, List.of(taskType)),
                new SearchCondition("status", SearchCondition.Op.IN, List.of("SCHEDULED", "IN_PROGRESS"))));
        SearchRequest request = new SearchRequest(start, count, "", "", "");
        return request.page(rows(caller, request, query).rows()).stream()
                .map(Row::task)
                .toList();
    }

    /**
     * The workflows that have such tasks, each once.
     *
     * @throws Refusal where it is not understood, or cannot be answered
     */
    public Found<WorkflowView> workflows(Caller caller, SearchRequest request) {
        Rows found = rows(caller, request);
        List<ReadExecution.Found> workflows =
                found.rows().stream().map(Row::workflow).distinct().toList();
        return new Found<>(
                workflows.size(),
                found.all(),
                request.page(workflows).stream().map(WorkflowView::new).toList());
    }

    private Rows rows(Caller caller, SearchRequest request) {
        return rows(caller, request, SearchQuery.parse(request.query(), SearchFields.OF_TASKS));
    }

    private Rows rows(Caller caller, SearchRequest request, SearchQuery query) {
        Comparator<ObjectNode> order = SearchOrder.parse(request.sort(), SearchFields.OF_TASKS);
        Newest.Walk walk = walk(caller, query);
        List<ExecutionId> ids = walk.executions().stream().map(Execution::id).toList();
        List<Row> rows = new ArrayList<>();
        boolean all = walk.all();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            if (rows.size() >= SearchRequest.FARTHEST) {
                all = false;
                break;
            }
            reads.read(caller, ids.subList(from, Math.min(from + AT_ONCE, ids.size())))
                    .forEach(workflow -> tasks(workflow)
                            .filter(query::holds)
                            .filter(task -> request.isIn(() -> Json.write(TaskSummary.of(task))))
                            .forEach(task -> rows.add(new Row(workflow, task))));
        }
        rows.sort(Comparator.comparing(Row::task, order));
        return new Rows(rows, all);
    }

    private Newest.Walk walk(Caller caller, SearchQuery query) {
        Optional<List<String>> ids = query.oneOf("taskId");
        if (ids.isEmpty()) {
            return candidates.of(
                    caller, query, "workflowInstanceId", "workflowType", Newest.Window.OPEN, MOST_LOOKED_AT);
        }
        List<ExecutionId> workflows = ids.get().stream()
                .flatMap(id -> workflow(id).stream())
                .distinct()
                .toList();
        return new Newest.Walk(
                reads.read(caller, workflows).stream()
                        .map(found -> found.recorded().execution())
                        .toList(),
                true);
    }

    private static Optional<ExecutionId> workflow(String taskId) {
        try {
            return Optional.of(TaskId.parse(taskId).execution());
        } catch (Refusal none) {
            return Optional.empty();
        }
    }

    private static Stream<ObjectNode> tasks(ReadExecution.Found workflow) {
        return new WorkflowView(workflow)
                .workflow(true)
                .path("tasks")
                .valueStream()
                .map(ObjectNode.class::cast);
    }
}
