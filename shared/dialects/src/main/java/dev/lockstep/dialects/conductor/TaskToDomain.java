package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Domains;
import dev.lockstep.engine.definition.Domains.Wanted;
import dev.lockstep.engine.definition.Faults;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and renders which workers are to have a workflow's tasks: by the names of tasks, domains parted by commas. */
final class TaskToDomain {
    private static final String FIELD = "taskToDomain";
    private static final String NO_DOMAIN = "NO_DOMAIN";

    private TaskToDomain() {}

    /**
     * From a StartWorkflowRequest.
     *
     * @throws dev.lockstep.engine.usecases.Refusal with all that is wrong with it
     */
    static Domains read(JsonNode request) {
        Faults faults = new Faults();
        Domains domains = read(new Reading(request, "", faults));
        Validation.check(faults);
        return domains;
    }

    /** From whatever asks for a start; what is wrong with it is noted. */
    static Domains read(Reading request) {
        Optional<JsonNode> found = request.any(FIELD);
        if (found.isEmpty()) {
            return Domains.NONE;
        }
        JsonNode given = found.get();
        if (!given.isObject() || given.size() > Domains.MOST_TYPES) {
            request.fault(FIELD, "must be an object of at most " + Domains.MOST_TYPES + " tasks");
            return Domains.NONE;
        }
        Reading domains = request.within(FIELD);
        Map<String, Wanted> byType = new LinkedHashMap<>();
        given.properties().forEach(task -> {
            String type = task.getKey().equals(Domains.ANY) ? Domains.ANY : Names.taskType(task.getKey());
            byType.put(type, wanted(task.getKey(), task.getValue(), domains));
        });
        return new Domains(byType);
    }

    private static Wanted wanted(String task, JsonNode given, Reading domains) {
        Wanted wanted = new Wanted(Stream.of(given.asString("").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> Optional.of(name).filter(domain -> !domain.equalsIgnoreCase(NO_DOMAIN)))
                .toList());
        boolean tooLong = wanted.inOrder().stream()
                .flatMap(Optional::stream)
                .anyMatch(name -> name.length() > Domains.LONGEST_NAME);
        if (!given.isString() || wanted.inOrder().size() > Domains.MOST_DOMAINS || tooLong) {
            domains.fault(
                    task,
                    "must be up to " + Domains.MOST_DOMAINS + " domains of up to " + Domains.LONGEST_NAME
                            + " characters, with commas between them");
        }
        return wanted;
    }

    static ObjectNode written(Domains domains) {
        ObjectNode json = Json.object();
        domains.byType()
                .forEach((type, wanted) -> json.put(
                        type,
                        wanted.inOrder().stream()
                                .map(domain -> domain.orElse(NO_DOMAIN))
                                .collect(Collectors.joining(","))));
        return json;
    }
}
