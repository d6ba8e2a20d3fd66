package dev.lockstep.dialects.conductor.search;

import dev.lockstep.dialects.conductor.WorkflowView;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds workflows. At most {@link #MOST_LOOKED_AT} are looked at, the newest ones that an index tells of, by what a list knows of each;
 * those alone that are answered are read whole, and where a free text is looked for, the newest {@link #MOST_READ} that match besides.
 */
public final class SearchWorkflows {
    public static final int MOST_LOOKED_AT = 1_000;

    static final int MOST_READ = 100;

    private final Candidates candidates;
    private final Plans plans;
    private final WorkflowReads reads;

    public SearchWorkflows(ExecutionList executions, Plans plans, WorkflowReads reads) {
        this.candidates = new Candidates(executions, reads);
        this.plans = plans;
        this.reads = reads;
    }

    private record Row(ExecutionId id, ObjectNode json) {}

    /** @throws Refusal where it is not understood, or cannot be answered */
    public Found<WorkflowView> search(Caller caller, SearchRequest request) {
        SearchQuery query = SearchQuery.parse(request.query(), SearchFields.OF_WORKFLOWS);
        Comparator<ObjectNode> order = SearchOrder.parse(request.sort(), SearchFields.OF_WORKFLOWS);
        Newest.Window window = new Newest.Window(query.earliest("startTime"), query.latest("startTime"));
        Newest.Walk walk = candidates.of(caller, query, "workflowId", "workflowName", window, MOST_LOOKED_AT);
        List<ExecutionId> ids = walk.executions().stream()
                .filter(execution -> !request.topLevelOnly()
                        || execution
                                .parent()
                                .filter(parent -> !parent.hasFailed())
                                .isEmpty())
                .map(this::row)
                .filter(row ->
                        request.isFor(row.json().path(SearchFields.CLASSIFIER).asString("")) && query.holds(row.json()))
                .sorted(Comparator.comparing(Row::json, order))
                .map(Row::id)
                .toList();
        if (!request.hasFreeText()) {
            return new Found<>(ids.size(), walk.all(), read(caller, request.page(ids)));
        }
        List<WorkflowView> views = read(caller, ids.subList(0, Math.min(ids.size(), MOST_READ))).stream()
                .filter(view -> request.isIn(() -> Json.write(WorkflowSummary.of(view))))
                .toList();
        return new Found<>(views.size(), walk.all() && ids.size() <= MOST_READ, request.page(views));
    }

    private List<WorkflowView> read(Caller caller, List<ExecutionId> ids) {
        return reads.read(caller, ids).stream().map(WorkflowView::new).toList();
    }

    private Row row(Execution execution) {
        return new Row(execution.id(), row(plans, execution));
    }

    /** What is known of a workflow without reading its tasks. */
    static ObjectNode row(Plans plans, Execution execution) {
        Recorded bare = Recorded.of(execution, List.of());
        WorkflowView view = new WorkflowView(new ReadExecution.Found(plans.get(execution.workflow()), bare));
        return view.workflow(false).put(SearchFields.CLASSIFIER, view.classifier());
    }
}
