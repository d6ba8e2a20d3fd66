package dev.lockstep.functions.definitions;

import dev.lockstep.adapters.http.ConductorQueries;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.dialects.conductor.DefinitionStore;
import dev.lockstep.dialects.conductor.Remark;
import dev.lockstep.dialects.conductor.Remarks;
import dev.lockstep.dialects.conductor.TaskDefinition;
import dev.lockstep.dialects.conductor.Validation;
import dev.lockstep.dialects.conductor.WorkflowCompiler;
import dev.lockstep.dialects.conductor.WorkflowDefinition;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls on Conductor's definitions, of workflows and of tasks. */
final class ConductorDefinitions {
    private static final int MOST_AT_ONCE = 1_000;

    private final DefinitionStore definitions;
    private final WorkflowCompiler compiler;

    ConductorDefinitions(DefinitionStore definitions, WorkflowCompiler compiler) {
        this.definitions = definitions;
        this.compiler = compiler;
    }

    HttpResponse register(Caller caller, HttpRequest request) {
        WorkflowDefinition definition = compiler.read(request.json());
        if (ConductorQueries.flag(request, "overwrite", false)) {
            definitions.putWorkflow(caller.workspace(), definition);
        } else if (!definitions.addWorkflow(caller.workspace(), definition)) {
            throw Refusal.notNow(
                    "Workflow with " + definition.name() + "." + definition.version() + " already exists!");
        }
        return HttpResponse.done();
    }

    /** All of them or, where one is not valid, none. */
    HttpResponse update(Caller caller, HttpRequest request) {
        List<WorkflowDefinition> read = new ArrayList<>();
        list(request).forEach(given -> read.add(compiler.read(given)));
        ObjectNode answer = Json.object();
        answer.putObject("bulkErrorResults");
        ArrayNode names = answer.putArray("bulkSuccessfulResults");
        read.forEach(definition -> {
            definitions.putWorkflow(caller.workspace(), definition);
            names.add(definition.name());
        });
        return HttpResponse.ok(answer);
    }

    /** Registers nothing. */
    HttpResponse validate(Caller caller, HttpRequest request) {
        return valid(request, Remarks.on(compiler.read(request.json())));
    }

    HttpResponse validateTask(Caller caller, HttpRequest request) {
        Faults faults = new Faults();
        TaskDefinition definition = TaskDefinition.parse(request.json(), "", faults);
        Validation.check(faults);
        return valid(request, Remarks.on(definition));
    }

    /** Conductor says nothing of what is valid; who asks for it is told what of it would have no effect. */
    static HttpResponse valid(HttpRequest request, List<Remark> remarks) {
        if (!ConductorQueries.flag(request, "remarks", false)) {
            return HttpResponse.done();
        }
        ObjectNode answer = Json.object();
        ArrayNode told = answer.putArray("remarks");
        remarks.forEach(remark -> told.addObject().put("path", remark.path()).put("message", remark.message()));
        return HttpResponse.ok(answer);
    }

    private static List<JsonNode> list(HttpRequest request) {
        JsonNode body = request.json();
        if (!body.isArray() || body.size() > MOST_AT_ONCE) {
            throw Refusal.invalid(
                    "the body is not valid",
                    List.of(new Fault("", "must be a list of at most " + MOST_AT_ONCE + " definitions")));
        }
        List<JsonNode> list = new ArrayList<>();
        body.forEach(list::add);
        return list;
    }

    HttpResponse read(Caller caller, HttpRequest request) {
        String name = request.pathParameter("name");
        Optional<Integer> version = ConductorQueries.given(request, "version").map(ConductorDefinitions::version);
        return HttpResponse.ok(
                definitions.getWorkflow(caller.workspace(), name, version).json());
    }

    private static int version(String text) {
        return ConductorQueries.number("version", text, 8);
    }

    HttpResponse list(Caller caller, HttpRequest request) {
        ArrayNode all = Json.array();
        List<String> classifiers = ConductorQueries.list(request, "classifier");
        definitions.workflows(caller.workspace()).stream()
                .filter(definition -> classifiers.isEmpty() || classifiers.contains(definition.classifier()))
                .forEach(definition -> all.add(definition.json()));
        return HttpResponse.ok(all);
    }

    HttpResponse delete(Caller caller, HttpRequest request) {
        String name = request.pathParameter("name");
        int version = version(request.pathParameter("version"));
        if (!definitions.deleteWorkflow(caller.workspace(), name, version)) {
            throw Refusal.noSuchTask("No such workflow definition: " + name + " version: " + version);
        }
        return HttpResponse.done();
    }

    HttpResponse registerTasks(Caller caller, HttpRequest request) {
        Faults faults = new Faults();
        List<JsonNode> given = list(request);
        List<TaskDefinition> read = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            read.add(TaskDefinition.parse(given.get(i), "[" + i + "]", faults));
        }
        Validation.check(faults);
        read.forEach(definition -> definitions.putTask(caller.workspace(), definition));
        return HttpResponse.done();
    }

    HttpResponse updateTask(Caller caller, HttpRequest request) {
        Faults faults = new Faults();
        TaskDefinition definition = TaskDefinition.parse(request.json(), "", faults);
        Validation.check(faults);
        if (definitions
                .findTasks(caller.workspace(), List.of(definition.name()))
                .isEmpty()) {
            throw noTask(definition.name());
        }
        definitions.putTask(caller.workspace(), definition);
        return HttpResponse.done();
    }

    private static Refusal noTask(String name) {
        return Refusal.noSuchTask("No such taskType found by name: " + name);
    }

    HttpResponse readTask(Caller caller, HttpRequest request) {
        String name = request.pathParameter("name");
        Map<String, TaskDefinition> found = definitions.findTasks(caller.workspace(), List.of(name));
        return found.values().stream()
                .findFirst()
                .map(definition -> HttpResponse.ok(definition.json()))
                .orElseThrow(() -> noTask(name));
    }

    HttpResponse listTasks(Caller caller, HttpRequest request) {
        ArrayNode all = Json.array();
        definitions.tasks(caller.workspace()).forEach(definition -> all.add(definition.json()));
        return HttpResponse.ok(all);
    }

    HttpResponse deleteTask(Caller caller, HttpRequest request) {
        String name = request.pathParameter("name");
        if (!definitions.deleteTask(caller.workspace(), name)) {
            throw Refusal.noSuchTask("No such task definition: " + name);
        }
        return HttpResponse.done();
    }
}
