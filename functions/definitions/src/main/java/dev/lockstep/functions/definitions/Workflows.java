package dev.lockstep.functions.definitions;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.Pages;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.pipeline.PipelineCompiler;
import dev.lockstep.dialects.pipeline.PipelineView;
import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.ports.ComponentStore.Placing;
import dev.lockstep.engine.ports.WorkflowStore;
import dev.lockstep.engine.ports.WorkflowStore.WorkflowSummary;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Compiled;
import dev.lockstep.engine.usecases.Components;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.RegisterWorkflow;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls on workflows. */
final class Workflows {
    private final RegisterWorkflow workflows;
    private final Components components;
    private final PipelineCompiler compiler;
    private final PipelineView view;

    Workflows(RegisterWorkflow workflows, Components components, PipelineCompiler compiler, PipelineView view) {
        this.workflows = workflows;
        this.components = components;
        this.compiler = compiler;
        this.view = view;
    }

    HttpResponse register(Caller caller, HttpRequest request) {
        Compiled compiled = compiler.compile(request.json(), Optional.empty());
        WorkflowId id = workflows.register(caller, compiled, IdempotencyKeys.of(request));
        return HttpResponse.created(Json.object().put("workflow_id", id.value()));
    }

    HttpResponse list(Caller caller, HttpRequest request) {
        return HttpResponse.ok(Pages.written(
                "workflows",
                workflows.list(caller, WorkflowStore.Kind.GRAPH, Pages.requested(request)),
                Workflows::summary));
    }

    HttpResponse read(Caller caller, HttpRequest request) {
        WorkflowId id = PathIds.workflow(request);
        ObjectNode workflow = view.workflow(workflows.read(caller, id, Pages.version(request)));
        Map<String, Placing> placings = components.placings(caller, id);
        if (!placings.isEmpty()) {
            ObjectNode placed = workflow.putObject("components");
            placings.forEach((component, placing) -> ComponentEndpoints.placed(placed.putObject(component), placing));
        }
        return HttpResponse.ok(workflow);
    }

    HttpResponse update(Caller caller, HttpRequest request) {
        WorkflowVersion latest = workflows.read(caller, PathIds.workflow(request), Optional.empty());
        if (latest.plan().isMachine()) {
            String id = latest.ref().workflow().value();
            throw Refusal.notNow("workflow " + id + " is a state machine; change it by PUT /api/definitions/" + id);
        }
        Compiled compiled = compiler.compile(request.json(), Optional.of(latest.definition()));
        WorkflowRef ref = workflows.update(caller, latest.ref(), compiled);
        return HttpResponse.ok(
                Json.object().put("workflow_id", ref.workflow().value()).put("version", ref.version()));
    }

    HttpResponse delete(Caller caller, HttpRequest request) {
        workflows.delete(caller, PathIds.workflow(request));
        return HttpResponse.noContent();
    }

    private static JsonNode summary(WorkflowSummary summary) {
        return Json.object()
                .put("workflow_id", summary.id().value())
                .put("name", summary.name())
                .put("version", summary.version())
                .put("created_at", Times.format(summary.createdAt()));
    }
}
