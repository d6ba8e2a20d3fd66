package dev.lockstep.functions.status;

import dev.lockstep.adapters.http.AnswerRoom;
import dev.lockstep.adapters.http.ConductorQueries;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.conductor.WorkflowView;
import dev.lockstep.dialects.conductor.search.WorkflowReads;
import dev.lockstep.dialects.conductor.search.WorkflowsByName;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists workflows, and the tasks of one, for Conductor's SDKs. */
final class ConductorLists {
    private static final int MOST_CORRELATION_IDS = 100;
    private static final int MOST_IDS = 1_000;
    private static final int USUAL_COUNT = 15;

    private final ReadExecution executions;
    private final WorkflowReads reads;
    private final WorkflowsByName byName;

    ConductorLists(ReadExecution executions, WorkflowReads reads, WorkflowsByName byName) {
        this.executions = executions;
        this.reads = reads;
        this.byName = byName;
    }

    HttpResponse tasks(Caller caller, HttpRequest request) {
        int start = ConductorQueries.number(request, "start", 0);
        int count = ConductorQueries.number(request, "count", USUAL_COUNT);
        List<String> statuses = ConductorQueries.list(request, "status");
        List<ObjectNode> tasks = new WorkflowView(executions.read(caller, PathIds.conductor(request)))
                .workflow(true)
                .path("tasks")
                .valueStream()
                .filter(task -> statuses.isEmpty()
                        || statuses.contains(task.path("status").asString("")))
                .map(ObjectNode.class::cast)
                .toList();
        ObjectNode body = Json.object().put("totalHits", tasks.size());
        ArrayNode results = body.putArray("results");
        AnswerRoom room = new AnswerRoom();
        tasks.stream().skip(start).limit(count).forEach(task -> results.add(room.needs(task)));
        return HttpResponse.ok(body);
    }

    HttpResponse correlated(Caller caller, HttpRequest request) {
        String id = request.pathParameter("correlationId");
        ArrayNode all = Json.array();
        whole(request, correlated(caller, request, List.of(id)).getOrDefault(id, List.of()), new AnswerRoom())
                .forEach(all::add);
        return HttpResponse.ok(all);
    }

    HttpResponse correlatedToAny(Caller caller, HttpRequest request) {
        List<String> ids = ids(request, MOST_CORRELATION_IDS);
        AnswerRoom room = new AnswerRoom();
        ObjectNode body = Json.object();
        correlated(caller, request, ids).forEach((id, views) -> {
            ArrayNode list = body.putArray(id);
            whole(request, views, room).forEach(list::add);
        });
        return HttpResponse.ok(body);
    }

    private Map<String, List<WorkflowView>> correlated(Caller caller, HttpRequest request, List<String> ids) {
        return byName.correlated(
                caller, request.pathParameter("name"), ids, ConductorQueries.flag(request, "includeClosed", false));
    }

    private static Stream<ObjectNode> whole(HttpRequest request, List<WorkflowView> views, AnswerRoom room) {
        boolean withTasks = ConductorQueries.flag(request, "includeTasks", false);
        return views.stream().map(view -> room.needs(view.workflow(withTasks)));
    }

    /** With both times it is about those that were started between them, whether they run or not. */
    HttpResponse running(Caller caller, HttpRequest request) {
        String name = request.pathParameter("name");
        int version = ConductorQueries.number(request, "version", 1);
        long from = ConductorQueries.millis(request, "startTime");
        long to = ConductorQueries.millis(request, "endTime");
        ArrayNode ids = Json.array();
        List<String> found = from > 0 && to > 0
                ? byName.started(caller, name, version, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to))
                : byName.running(caller, name, version);
        found.forEach(ids::add);
        return HttpResponse.ok(ids);
    }

    /** Reads those that are named. What does not fit into the answer is told of as what is not there is. */
    HttpResponse named(Caller caller, HttpRequest request) {
        List<String> ids = ids(request, MOST_IDS).stream().distinct().toList();
        boolean withTasks = ConductorQueries.flag(request, "includeTasks", true);
        ObjectNode body = Json.object();
        ObjectNode errors = body.putObject("bulkErrorResults");
        ArrayNode found = body.putArray("bulkSuccessfulResults");
        ids.forEach(id -> errors.put(id, "No such workflow found by id: " + id));
        AnswerRoom room = new AnswerRoom();
        List<ExecutionId> proper =
                ids.stream().filter(PathIds::isExecution).map(ExecutionId::new).toList();
        reads.read(caller, proper).forEach(one -> {
            String id = one.recorded().execution().id().value();
            ObjectNode workflow = new WorkflowView(one).workflow(withTasks);
            if (room.takes(workflow)) {
                errors.remove(id);
                found.add(workflow);
            } else {
                errors.put(id, "the answer has no room for it: ask for fewer at once, or without their tasks");
            }
        });
        return HttpResponse.ok(body);
    }

    private static List<String> ids(HttpRequest request, int most) {
        return request.texts(0, most)
                .orElseThrow(() -> Refusal.invalid(
                        "the body is not valid", List.of(new Fault("", "must be a list of at most " + most + " ids"))));
    }
}
