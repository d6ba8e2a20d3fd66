package dev.lockstep.engine.definition;

import dev.lockstep.engine.definition.Domains.Wanted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads which workers are to have an execution's tasks, as a start says it, and a step that starts one. */
public final class TaskDomains {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final String RULE = "a name is 1 to 128 of the characters A-Z a-z 0-9 _ . -";

    private TaskDomains() {}

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

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
            if (!type.getKey().equals(Domains.ANY) && !isName(type.getKey())) {
                faults.add(path, "a type of task: " + RULE + "; or * for all others");
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
            if (!name.isNull() && !(name.isString() && isName(name.stringValue()))) {
                faults.add(given.isArray() ? path + "[" + i + "]" : path, "a domain: " + RULE + "; or null for none");
            }
            domains.add(name.isString() ? Optional.of(name.stringValue()) : Optional.empty());
            i++;
        }
        return domains;
    }
}
