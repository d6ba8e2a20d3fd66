package dev.lockstep.functions.definitions;

import dev.lockstep.adapters.http.AnswerRoom;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.dialects.conductor.EventHandler;
import dev.lockstep.dialects.conductor.EventHandlerStore;
import dev.lockstep.dialects.conductor.FireHandlers;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The calls on Conductor's event handlers. */
final class ConductorEvents {
    private static final int MOST_AT_ONCE = 100;

    private final EventHandlerStore handlers;

    ConductorEvents(EventHandlerStore handlers) {
        this.handlers = handlers;
    }

    /** One, or a list of them. The list is checked before any is kept; those of it that are there already stay as they are. */
    HttpResponse add(Caller caller, HttpRequest request) {
        JsonNode body = request.json();
        List<JsonNode> given = body.isArray() ? body.valueStream().toList() : List.of(body);
        if (given.isEmpty() || given.size() > MOST_AT_ONCE) {
            throw Refusal.invalid(
                    "the body is not valid",
                    List.of(new Fault("", "must be an event handler, or a list of 1 to " + MOST_AT_ONCE)));
        }
        List<EventHandler> read = given.stream().map(EventHandler::parse).toList();
        checkBounds(caller, read);
        List<String> there = read.stream()
                .filter(handler -> !handlers.add(caller.workspace(), handler))
                .map(EventHandler::name)
                .toList();
        if (!there.isEmpty()) {
            throw Refusal.notNow("EventHandler with name " + String.join(", ", there) + " already exists!");
        }
        return HttpResponse.done();
    }

    /** Keeps nothing. */
    HttpResponse validate(Caller caller, HttpRequest request) {
        EventHandler unused = EventHandler.parse(request.json());
        return ConductorDefinitions.valid(request, List.of());
    }

    /** One event is worked off by one function, which has only so much time. */
    private void checkBounds(Caller caller, List<EventHandler> more) {
        Map<String, EventHandler> all = new LinkedHashMap<>();
        handlers.all(caller.workspace()).forEach(handler -> all.put(handler.name(), handler));
        more.forEach(handler -> all.put(handler.name(), handler));
        if (all.size() > EventHandlerStore.MOST) {
            throw Refusal.notNow("there are " + EventHandlerStore.MOST + " event handlers, the most there may be");
        }
        for (EventHandler handler : more) {
            List<EventHandler> beside = all.values().stream()
                    .filter(other -> other.event().equals(handler.event()))
                    .toList();
            int actions = beside.stream().mapToInt(EventHandler::actionCount).sum();
            if (beside.size() > FireHandlers.MOST_HANDLERS || actions > FireHandlers.MOST_ACTIONS) {
                throw Refusal.notNow("the event " + handler.event() + " may have " + FireHandlers.MOST_HANDLERS
                        + " handlers with " + FireHandlers.MOST_ACTIONS + " actions in all");
            }
        }
    }

    HttpResponse replace(Caller caller, HttpRequest request) {
        EventHandler handler = EventHandler.parse(request.json());
        checkBounds(caller, List.of(handler));
        if (!handlers.replace(caller.workspace(), handler)) {
            throw none(handler.name());
        }
        return HttpResponse.done();
    }

    /** By the handler's name, although it stands where an event does in other calls. */
    HttpResponse delete(Caller caller, HttpRequest request) {
        String name = request.pathParameter("event");
        if (!handlers.delete(caller.workspace(), name)) {
            throw none(name);
        }
        return HttpResponse.done();
    }

    private static Refusal none(String name) {
        return Refusal.noSuchTask("EventHandler with name " + name + " not found!");
    }

    HttpResponse list(Caller caller, HttpRequest request) {
        return written(caller, handler -> true);
    }

    HttpResponse ofEvent(Caller caller, HttpRequest request) {
        String event = request.pathParameter("event");
        boolean activeOnly = !request.query().getOrDefault("activeOnly", "true").equalsIgnoreCase("false");
        return written(caller, handler -> handler.event().equals(event) && (handler.isActive() || !activeOnly));
    }

    private HttpResponse written(Caller caller, Predicate<EventHandler> wanted) {
        return HttpResponse.ok(new AnswerRoom()
                .fitting(
                        handlers.all(caller.workspace()).stream().filter(wanted).map(EventHandler::json)));
    }
}
