package dev.lockstep.functions.definitions;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.IdempotencyKeys;
import dev.lockstep.adapters.http.Pages;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.machine.DefinitionText;
import dev.lockstep.dialects.machine.DefinitionView;
import dev.lockstep.dialects.machine.Format;
import dev.lockstep.dialects.machine.Machine;
import dev.lockstep.dialects.machine.MachineCompiler;
import dev.lockstep.dialects.machine.Versions;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.ports.WorkflowStore;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.RegisterWorkflow;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The calls on definitions of state machines. */
final class Machines {
    private final RegisterWorkflow workflows;
    private final MachineCompiler compiler;

    Machines(RegisterWorkflow workflows, MachineCompiler compiler) {
        this.workflows = workflows;
        this.compiler = compiler;
    }

    HttpResponse register(Caller caller, HttpRequest request) {
        return HttpResponse.created(put(caller, request, compiler.compile(sent(request), Optional.empty())));
    }

    HttpResponse update(Caller caller, HttpRequest request) {
        WorkflowId id = PathIds.definition(request);
        if (PathIds.isWorkflow(id.value())) {
            throw Refusal.notNow(id + " is an id of pipelines; change it by PUT /workflows/" + id);
        }
        return HttpResponse.ok(put(caller, request, compiler.compile(sent(request), Optional.of(id))));
    }

    private ObjectNode put(Caller caller, HttpRequest request, Machine machine) {
        WorkflowRef ref = workflows.put(caller, machine.id(), machine.compiled(), IdempotencyKeys.of(request));
        return DefinitionView.registered(workflows.read(caller, ref.workflow(), Optional.of(ref.version())));
    }

    private static DefinitionText sent(HttpRequest request) {
        return new DefinitionText(request.isYaml() ? Format.YAML : Format.JSON, request.body());
    }

    HttpResponse list(Caller caller, HttpRequest request) {
        return HttpResponse.ok(Pages.items(
                workflows.list(caller, WorkflowStore.Kind.MACHINE, Pages.requestedAfterPlace(request)),
                DefinitionView::summary));
    }

    HttpResponse versions(Caller caller, HttpRequest request) {
        WorkflowId id = PathIds.definition(request);
        return HttpResponse.ok(Pages.items(
                workflows.versions(caller, id, Pages.requestedAfterPlace(request)),
                version -> DefinitionView.version(id, version)));
    }

    HttpResponse read(Caller caller, HttpRequest request) {
        WorkflowVersion version = workflows.read(caller, PathIds.definition(request), version(request));
        return request.wantsYaml()
                ? HttpResponse.yaml(DefinitionView.yaml(version))
                : HttpResponse.ok(DefinitionView.json(version));
    }

    private static Optional<Integer> version(HttpRequest request) {
        return Optional.ofNullable(request.query().get("version"))
                .map(label -> Versions.parse(label).orElseThrow(() -> Pages.invalid("version", Versions.FORM)));
    }

    HttpResponse delete(Caller caller, HttpRequest request) {
        workflows.delete(caller, PathIds.definition(request));
        return HttpResponse.noContent();
    }
}
