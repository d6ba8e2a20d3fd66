package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkAction;
import dev.lockstep.engine.bulk.BulkFilter;
import dev.lockstep.engine.bulk.BulkProgress;
import dev.lockstep.engine.data.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders bulks. */
public final class BulkView {
    private BulkView() {}

    public static ObjectNode of(Bulk bulk) {
        ObjectNode view = Json.object().put("bulk_id", bulk.key().id());
        action(view, bulk.spec().action());
        view.put("workflow_id", bulk.spec().workflow().value());
        filter(view.putObject("filter"), bulk.spec().filter());
        bulk.spec().reason().ifPresent(reason -> view.put("reason", reason));
        view.put("limit", bulk.spec().limit()).put("status", status(bulk));
        progress(view, bulk.progress());
        view.put("created_at", Times.format(bulk.createdAt())).put("created_by", bulk.createdBy());
        bulk.end().ifPresent(end -> {
            view.put("completed_at", Times.format(end.at()));
            end.canceledBy().ifPresent(by -> view.put("canceled_by", by));
        });
        return view;
    }

    private static String status(Bulk bulk) {
        if (bulk.isRunning()) {
            return "RUNNING";
        }
        return bulk.isCanceled() ? "CANCELED" : "COMPLETED";
    }

    private static void action(ObjectNode view, BulkAction action) {
        switch (action) {
            case BulkAction.Cancel cancel -> view.put("action", "cancel");
            case BulkAction.Pause pause -> view.put("action", "pause");
            case BulkAction.Resume resume -> view.put("action", "resume");
            case BulkAction.Retry retry -> view.put("action", "retry");
            case BulkAction.Rerun rerun -> view.put("action", "rerun").put("from", rerun.from());
        }
    }

    private static void filter(ObjectNode view, BulkFilter filter) {
        filter.status()
                .ifPresent(status ->
                        view.put("status", ExecutionStatus.ofListed(status).name()));
        filter.createdAfter().ifPresent(at -> view.put("created_after", Times.format(at)));
        filter.createdBefore().ifPresent(at -> view.put("created_before", Times.format(at)));
        if (!filter.executions().isEmpty()) {
            ArrayNode executions = view.putArray("execution_ids");
            filter.executions().forEach(id -> executions.add(id.value()));
        }
    }

    private static void progress(ObjectNode view, BulkProgress progress) {
        view.put("matched", progress.matched()).put("done", progress.done()).put("refused", progress.refused());
        ArrayNode refusals = view.putArray("refusals");
        progress.refusals()
                .forEach(refusal -> refusals.addObject()
                        .put("execution_id", refusal.execution().value())
                        .put("why", refusal.why()));
    }
}
