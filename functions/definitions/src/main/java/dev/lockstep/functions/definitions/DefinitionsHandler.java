package dev.lockstep.functions.definitions;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.Routes;
import dev.lockstep.dialects.conductor.WorkflowCompiler;
import dev.lockstep.dialects.machine.MachineCompiler;
import dev.lockstep.dialects.pipeline.ComponentEdit;
import dev.lockstep.dialects.pipeline.PipelineCompiler;
import dev.lockstep.dialects.pipeline.PipelineView;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.usecases.Components;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.usecases.RegisterWorkflow;

/** Registers, reads, versions and deletes workflows, and lists the operations that they are made of. */
public final class DefinitionsHandler extends HttpFunction {
    /** For Lambda. */
    public DefinitionsHandler() {
        this(Deployment.ofThisProcess());
    }

    public DefinitionsHandler(Deployment deployment) {
        super(routes(new Backend(deployment), Catalogue.builtIn()));
    }

    private static Routes routes(Backend backend, Catalogue catalogue) {
        RegisterWorkflow register = new RegisterWorkflow(
                backend.workflows(), backend.components(), backend.idempotency(), backend.ids(), backend.clock());
        PipelineCompiler compiler = new PipelineCompiler(catalogue, backend.ids());
        Components kept = new Components(backend.components(), register);
        Workflows workflows = new Workflows(register, kept, compiler, new PipelineView(catalogue));
        ComponentEndpoints components = new ComponentEndpoints(kept, compiler, new ComponentEdit(catalogue));
        Machines machines = new Machines(register, new MachineCompiler(catalogue));
        Routes routes = Routes.of(backend.authenticate());
        addConductors(
                routes.asConductor(), new ConductorDefinitions(backend.definitions(), new WorkflowCompiler(catalogue)));
        addConductorLists(routes.asConductor(), new ConductorDefinitionLists(backend.definitions()));
        addConductorEvents(routes.asConductor(), new ConductorEvents(backend.eventHandlers()));
        return routes.add("POST /workflows", Permission.DEFINE, workflows::register)
                .add("GET /workflows", Permission.READ, workflows::list)
                .add("GET /workflows/{workflow_id}", Permission.READ, workflows::read)
                .add("PUT /workflows/{workflow_id}", Permission.DEFINE, workflows::update)
                .add("DELETE /workflows/{workflow_id}", Permission.DEFINE, workflows::delete)
                .add("PATCH /components/{componentId}", Permission.DEFINE, components::change)
                .add("POST /api/definitions", Permission.DEFINE, machines::register)
                .add("GET /api/definitions", Permission.READ, machines::list)
                .add("GET /api/definitions/{definition_id}", Permission.READ, machines::read)
                .add("PUT /api/definitions/{definition_id}", Permission.DEFINE, machines::update)
                .add("DELETE /api/definitions/{definition_id}", Permission.DEFINE, machines::delete)
                .add("GET /api/definitions/{definition_id}/versions", Permission.READ, machines::versions)
                .add("GET /operations", Permission.READ, (caller, request) -> HttpResponse.ok(catalogue.describe()));
    }

    private static void addConductors(Routes routes, ConductorDefinitions conductor) {
        String workflows = "/api/metadata/workflow";
        String tasks = "/api/metadata/taskdefs";
        routes.add("POST " + workflows, Permission.DEFINE, conductor::register)
                .add("PUT " + workflows, Permission.DEFINE, conductor::update)
                .add("POST " + workflows + "/validate", Permission.DEFINE, conductor::validate)
                .add("GET " + workflows, Permission.READ, conductor::list)
                .add("GET " + workflows + "/{name}", Permission.READ, conductor::read)
                .add("DELETE " + workflows + "/{name}/{version}", Permission.DEFINE, conductor::delete)
                .add("POST " + tasks, Permission.DEFINE, conductor::registerTasks)
                .add("PUT " + tasks, Permission.DEFINE, conductor::updateTask)
                .add("POST " + tasks + "/validate", Permission.DEFINE, conductor::validateTask)
                .add("GET " + tasks, Permission.READ, conductor::listTasks)
                .add("GET " + tasks + "/{name}", Permission.READ, conductor::readTask)
                .add("DELETE " + tasks + "/{name}", Permission.DEFINE, conductor::deleteTask);
    }

    private static void addConductorLists(Routes routes, ConductorDefinitionLists lists) {
        String workflows = "/api/metadata/workflow";
        routes.add("GET " + workflows + "/latest-versions", Permission.READ, lists::latest)
                .add("GET " + workflows + "/names", Permission.READ, lists::names)
                .add("GET " + workflows + "/names-and-versions", Permission.READ, lists::namesAndVersions)
                .add("GET " + workflows + "/{name}/versions", Permission.READ, lists::versions);
    }

    private static void addConductorEvents(Routes routes, ConductorEvents events) {
        routes.add("GET /api/event", Permission.READ, events::list)
                .add("POST /api/event", Permission.DEFINE, events::add)
                .add("PUT /api/event", Permission.DEFINE, events::replace)
                .add("POST /api/event/validate", Permission.DEFINE, events::validate)
                .add("GET /api/event/{event}", Permission.READ, events::ofEvent)
                .add("DELETE /api/event/{event}", Permission.DEFINE, events::delete);
    }
}
