package dev.lockstep.functions.control;

import dev.lockstep.adapters.http.BodyTimes;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.pipeline.ExecutionStatus;
import dev.lockstep.engine.bulk.BulkAction;
import dev.lockstep.engine.bulk.BulkFilter;
import dev.lockstep.engine.bulk.BulkSpec;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what a caller wants done to many executions, and notes all that is wrong with it at once. */
final class BulkBody {
    private static final String FILTER = "filter";
    private static final String EXECUTIONS = "execution_ids";

    private BulkBody() {}

    static BulkSpec read(HttpRequest request) {
        return request.fields((body, faults) -> {
            BulkAction action = action(body, faults);
            WorkflowId workflow = workflow(body, faults);
            BulkFilter filter = filter(body, faults);
            Optional<String> reason = body.text("reason", 1_000);
            int limit = body.integer("limit", 1, BulkSpec.MOST).orElse(BulkSpec.DEFAULT_LIMIT);
            return new BulkSpec(workflow, action, filter, reason, limit);
        });
    }

    /** What could not be read stands for any other, until the call is refused for it. */
    private static BulkAction action(Fields body, Faults faults) {
        body.require("action");
        String action = body.text("action", 16).orElse("");
        Optional<String> from = body.text("from", 128);
        if (action.equals("rerun")) {
            body.require("from");
            return new BulkAction.Rerun(from.orElse(""));
        }
        if (from.isPresent()) {
            faults.add("from", "is for rerun alone");
        }
        return switch (action) {
            case "cancel" -> new BulkAction.Cancel();
            case "pause" -> new BulkAction.Pause();
            case "resume" -> new BulkAction.Resume();
            case "retry" -> new BulkAction.Retry();
            default -> {
                if (!action.isEmpty()) {
                    faults.add("action", "must be cancel, pause, resume, retry or rerun");
                }
                yield new BulkAction.Cancel();
            }
        };
    }

    private static WorkflowId workflow(Fields body, Faults faults) {
        body.require("workflow_id");
        Optional<String> workflow = body.text("workflow_id", 64);
        workflow.filter(id -> !PathIds.isWorkflow(id))
                .ifPresent(id -> faults.add("workflow_id", "there is no workflow " + id));
        return new WorkflowId(workflow.orElse(""));
    }

    private static BulkFilter filter(Fields body, Faults faults) {
        JsonNode given = body.object(FILTER).filter(JsonNode::isObject).orElse(Json.object());
        Fields filter = new Fields(given, FILTER, faults);
        Optional<ExecutionState.Name> status = status(filter, faults);
        Optional<Instant> after = BodyTimes.read(filter, "created_after", faults);
        Optional<Instant> before = BodyTimes.read(filter, "created_before", faults);
        if (after.isPresent() && before.isPresent() && !after.get().isBefore(before.get())) {
            faults.add(filter.at("created_before"), "must be after created_after");
        }
        List<ExecutionId> executions = executions(filter, faults);
        filter.refuseOthers();
        return new BulkFilter(status, after, before, executions);
    }

    private static Optional<ExecutionState.Name> status(Fields filter, Faults faults) {
        Optional<String> text = filter.text("status", 16);
        Optional<ExecutionStatus> status = text.flatMap(ExecutionStatus::parse);
        if (text.isPresent() && status.isEmpty()) {
            faults.add(filter.at("status"), "must be one of " + String.join(", ", ExecutionStatus.names()));
        }
        return status.map(ExecutionStatus::stored);
    }

    private static List<ExecutionId> executions(Fields filter, Faults faults) {
        Optional<List<String>> given = filter.texts(EXECUTIONS);
        if (given.isEmpty()) {
            return List.of();
        }
        List<String> ids = given.get();
        if (ids.isEmpty() || ids.size() > BulkFilter.MOST_NAMED) {
            faults.add(filter.at(EXECUTIONS), "must name 1 to " + BulkFilter.MOST_NAMED + " executions");
        }
        for (int i = 0; i < ids.size(); i++) {
            if (!PathIds.isExecution(ids.get(i))) {
                faults.add(filter.at(EXECUTIONS) + "[" + i + "]", "is no id of an execution");
            }
        }
        return ids.stream().map(ExecutionId::new).toList();
    }
}
