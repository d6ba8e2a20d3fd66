package dev.lockstep.functions.definitions;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.adapters.http.PathIds;
import dev.lockstep.dialects.pipeline.ComponentEdit;
import dev.lockstep.dialects.pipeline.PipelineCompiler;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.ports.ComponentStore.Placing;
import dev.lockstep.engine.ports.ComponentStore.Position;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Compiled;
import dev.lockstep.engine.usecases.Components;
import dev.lockstep.engine.usecases.Refusal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls on components. */
record ComponentEndpoints(Components components, PipelineCompiler compiler, ComponentEdit edit) {
    private static final int MOST_NAME = 256;
    /** Beyond what any canvas is, so that a coordinate stays a small number. */
    private static final double FARTHEST = 1e9;

    private record Change(Optional<JsonNode> config, Placing placing) {}

    HttpResponse change(Caller caller, HttpRequest request) {
        String id = PathIds.component(request);
        Change change = request.fields((body, faults) ->
                new Change(body.object("config"), new Placing(body.text("name", MOST_NAME), position(body, faults))));
        Components.Changed changed =
                components.change(caller, id, latest -> edited(latest, id, change.config()), change.placing());
        return HttpResponse.ok(view(id, changed));
    }

    private static Optional<Position> position(Fields body, Faults faults) {
        Optional<JsonNode> given = body.any("position");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        JsonNode pair = given.get();
        boolean fits = pair.isArray() && pair.size() == 2 && isNear(pair.get(0)) && isNear(pair.get(1));
        if (!fits) {
            faults.add(body.at("position"), "must be [x, y], two numbers from -1e9 to 1e9");
            return Optional.empty();
        }
        return Optional.of(new Position(coordinate(pair.get(0)), coordinate(pair.get(1))));
    }

    /** To a thousandth, since a store may keep no number that is nearer to zero than it can tell. */
    private static double coordinate(JsonNode number) {
        return Math.round(number.doubleValue() * 1_000) / 1_000.0;
    }

    private static boolean isNear(JsonNode number) {
        return number.isNumber() && Math.abs(number.doubleValue()) <= FARTHEST;
    }

    private Optional<Compiled> edited(WorkflowVersion latest, String component, Optional<JsonNode> config) {
        JsonNode definition = latest.definition();
        if (ComponentEdit.find(definition, component).isEmpty()) {
            throw Refusal.noComponent(component);
        }
        return config.map(fields -> edit.configured(definition, component, fields))
                .filter(changed -> !changed.equals(definition))
                .map(changed -> compiler.compile(changed, Optional.of(definition)));
    }

    private ObjectNode view(String id, Components.Changed changed) {
        WorkflowVersion version = changed.version();
        JsonNode step = ComponentEdit.find(version.definition(), id).orElseThrow(() -> Refusal.noComponent(id));
        ObjectNode view = Json.object()
                .put("id", id)
                .put("workflowId", version.ref().workflow().value())
                .put("version", version.ref().version());
        view.set("type", step.path("type"));
        view.set("config", edit.config(step));
        return placed(view, changed.placing());
    }

    /** What is kept of a component, in a view of it. */
    static ObjectNode placed(ObjectNode view, Placing placing) {
        placing.name().ifPresent(name -> view.put("name", name));
        placing.position()
                .ifPresent(
                        position -> view.putArray("position").add(position.x()).add(position.y()));
        return view;
    }
}
