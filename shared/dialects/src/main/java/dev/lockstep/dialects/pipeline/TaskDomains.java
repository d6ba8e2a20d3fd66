package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.execution.Domains;
import dev.lockstep.engine.execution.Domains.Wanted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads which workers are to have an execution's tasks, as a start says it. */
public final class TaskDomains {
    private TaskDomains() {}

    /** From {@code task_domains}: by type of task, a name or a list of names, in which null stands for no domain. */
    public static Domains read(Fields body, Faults faults) {
        Optional<JsonNode> given = body.object("task_domains");
        if (given.isEmpty()) {
            return Domains.NONE;
        }
        if (given.get().size() > Domains.MOST_TYPES) {
            faults.add(body.at("task_domains"), "may name " + Domains.MOST_TYPES + " types");
            return Domains.NONE;
        }
        Map<String, Wanted> byType = new LinkedHashMap<>();
        given.get().properties().forEach(type -> {
            String path = body.at("task_domains") + "." + type.getKey();
            if (!type.getKey().equals(Domains.ANY) && !Names.isName(type.getKey())) {
                faults.add(path, "a type of task: " + Names.RULE + "; or * for all others");
            }
            byType.put(type.getKey(), new Wanted(domains(type.getValue(), path, faults)));
        });
        return new Domains(byType);
    }

    private static List<Optional<String>> domains(JsonNode given, String path, Faults faults) {
        List<Optional<String>> domains = new ArrayList<>();
        if (given.isArray() && (given.isEmpty() || given.size() > Domains.MOST_DOMAINS)) {
            faults.add(path, "must have 1 to " + Domains.MOST_DOMAINS + " domains");
            return domains;
        }
        int i = 0;
        for (JsonNode name : given.isArray() ? given : List.of(given)) {
            if (!name.isNull() && !(name.isString() && Names.isName(name.stringValue()))) {
                faults.add(
                        given.isArray() ? path + "[" + i + "]" : path,
                        "a domain: " + Names.RULE + "; or null for none");
            }
            domains.add(name.isString() ? Optional.of(name.stringValue()) : Optional.empty());
            i++;
        }
        return domains;
    }
}
