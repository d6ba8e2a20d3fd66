package dev.lockstep.functions.definitions;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.dialects.conductor.DefinitionStore;
import dev.lockstep.dialects.conductor.WorkflowDefinition;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What there is of Conductor's definitions of workflows, told in short. */
final class ConductorDefinitionLists {
    private final DefinitionStore definitions;

    ConductorDefinitionLists(DefinitionStore definitions) {
        this.definitions = definitions;
    }

    /** Of each name the definition of the highest version. */
    HttpResponse latest(Caller caller, HttpRequest request) {
        Map<String, WorkflowDefinition> latest = new LinkedHashMap<>();
        definitions
                .workflows(caller.workspace())
                .forEach(definition -> latest.merge(
                        definition.name(), definition, (one, other) -> one.version() > other.version() ? one : other));
        ArrayNode all = Json.array();
        latest.values().forEach(definition -> all.add(definition.json()));
        return HttpResponse.ok(all);
    }

    HttpResponse names(Caller caller, HttpRequest request) {
        ArrayNode names = Json.array();
        definitions.workflowNames(caller.workspace()).forEach(names::add);
        return HttpResponse.ok(names);
    }

    HttpResponse namesAndVersions(Caller caller, HttpRequest request) {
        Map<String, ArrayNode> versions = new LinkedHashMap<>();
        definitions
                .workflows(caller.workspace())
                .forEach(definition -> versions.computeIfAbsent(definition.name(), name -> Json.array())
                        .add(summary(definition)));
        ObjectNode names = Json.object();
        versions.forEach(names::set);
        return HttpResponse.ok(names);
    }

    HttpResponse versions(Caller caller, HttpRequest request) {
        String name = request.pathParameter("name");
        List<WorkflowDefinition> versions = definitions.workflowVersions(caller.workspace(), name);
        if (versions.isEmpty()) {
            throw Refusal.noSuchTask("No such workflow found by name: " + name);
        }
        ArrayNode all = Json.array();
        versions.forEach(definition -> all.add(summary(definition)));
        return HttpResponse.ok(all);
    }

    private static ObjectNode summary(WorkflowDefinition definition) {
        ObjectNode summary = Json.object().put("name", definition.name()).put("version", definition.version());
        for (String time : List.of("createTime", "updateTime")) {
            JsonNode value = definition.json().path(time);
            if (value.isNumber()) {
                summary.set(time, value);
            }
        }
        return summary;
    }
}
