package dev.lockstep.functions.workers;

import dev.lockstep.adapters.SideBySide;
import dev.lockstep.adapters.http.ConductorQueries;
import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.dialects.conductor.DefinitionStore;
import dev.lockstep.dialects.conductor.Names;
import dev.lockstep.dialects.conductor.TaskDefinition;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.ports.PollRecords;
import dev.lockstep.engine.ports.QueueSizes;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What Conductor's SDKs ask of the queues of tasks: how much is in them, and who takes it. */
final class ConductorQueues {
    private static final int MOST_TYPES = 100;
    private static final int MOST_AT_ONCE = 16;

    private final QueueSizes sizes;
    private final PollRecords polls;
    private final DefinitionStore definitions;

    ConductorQueues(QueueSizes sizes, PollRecords polls, DefinitionStore definitions) {
        this.sizes = sizes;
        this.polls = polls;
        this.definitions = definitions;
    }

    /** By type. A parameter that is given several times comes as one, with commas. */
    HttpResponse sizes(Caller caller, HttpRequest request) {
        List<String> types =
                ConductorQueries.list(request, "taskType").stream().distinct().toList();
        if (types.size() > MOST_TYPES) {
            throw invalid("taskType", "may be given " + MOST_TYPES + " times");
        }
        ObjectNode body = Json.object();
        each(caller, types, (type, size) -> body.put(type, size.waiting()));
        return HttpResponse.ok(body);
    }

    HttpResponse size(Caller caller, HttpRequest request) {
        String type = ConductorQueries.text(request, "taskType");
        TaskType asked =
                new TaskType(caller.workspace(), Names.taskType(type), ConductorQueries.given(request, "domain"));
        long size = type.isBlank() ? 0 : sizes.of(asked).waiting();
        return HttpResponse.ok(JsonNodeFactory.instance.numberNode(size));
    }

    HttpResponse all(Caller caller, HttpRequest request) {
        ObjectNode body = Json.object();
        each(caller, known(caller), (type, size) -> body.put(type, size.waiting()));
        return HttpResponse.ok(body);
    }

    /** A queue has no shards that anybody could see: it is shown as one. */
    HttpResponse verbose(Caller caller, HttpRequest request) {
        ObjectNode body = Json.object();
        each(
                caller,
                known(caller),
                (type, size) -> body.putObject(type)
                        .putObject("a")
                        .put("size", size.waiting())
                        .put("uacked", size.taken()));
        return HttpResponse.ok(body);
    }

    /** The types that are defined, and those that workers ask for. */
    private List<String> known(Caller caller) {
        Set<String> types = new LinkedHashSet<>();
        definitions.tasks(caller.workspace()).stream().map(TaskDefinition::name).forEach(types::add);
        polls.all(caller.workspace()).forEach(poll -> types.add(poll.taskType()));
        return types.stream().limit(MOST_TYPES).toList();
    }

    private void each(Caller caller, List<String> types, BiConsumer<String, QueueSizes.Size> told) {
        Map<String, QueueSizes.Size> found = new ConcurrentHashMap<>();
        List<SideBySide.Broken<String>> broken =
                SideBySide.each(types, MOST_AT_ONCE, type -> found.put(type, size(caller, type)));
        if (!broken.isEmpty()) {
            throw new IllegalStateException(
                    "the queue of " + broken.getFirst().item() + " could not be asked",
                    broken.getFirst().cause());
        }
        types.forEach(type -> told.accept(type, found.getOrDefault(type, QueueSizes.Size.NONE)));
    }

    private QueueSizes.Size size(Caller caller, String type) {
        return sizes.of(new TaskType(caller.workspace(), Names.taskType(type)));
    }

    HttpResponse polls(Caller caller, HttpRequest request) {
        String type = ConductorQueries.text(request, "taskType");
        return HttpResponse.ok(type.isBlank() ? Json.array() : written(polls.of(caller.workspace(), type)));
    }

    HttpResponse allPolls(Caller caller, HttpRequest request) {
        return HttpResponse.ok(written(polls.all(caller.workspace())));
    }

    private static ArrayNode written(List<PollRecords.Poll> polls) {
        ArrayNode body = Json.array();
        polls.forEach(poll -> {
            ObjectNode data = body.addObject().put("queueName", poll.taskType());
            poll.domain().ifPresent(domain -> data.put("domain", domain));
            data.put("workerId", poll.worker()).put("lastPollTime", poll.at().toEpochMilli());
        });
        return body;
    }

    /** A queue gives again by itself what was taken and not done, and the watchdog what was lost: there is nothing to put back. */
    HttpResponse requeue(Caller caller, HttpRequest request) {
        return HttpResponse.text("0");
    }

    /** Nothing is to be set here that could be shown. */
    HttpResponse config(Caller caller, HttpRequest request) {
        return HttpResponse.ok(Json.object().put("server", "Lockstep"));
    }

    /** No events are taken from queues, so there is none of them and none has a size. */
    HttpResponse eventQueues(Caller caller, HttpRequest request) {
        return HttpResponse.ok(Json.object());
    }

    private static Refusal invalid(String parameter, String message) {
        return Refusal.invalid("the call is not valid", List.of(new Fault(parameter, message)));
    }
}
