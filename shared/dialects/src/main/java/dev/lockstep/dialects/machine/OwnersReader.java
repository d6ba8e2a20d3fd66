package dev.lockstep.dialects.machine;

import dev.lockstep.dialects.pipeline.Names;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads who owns a state: a list of roles, or {@code {roles, approvals, distinct, not_starter}}. */
final class OwnersReader {
    private static final int MOST_ROLES = 50;
    private static final int MOST_APPROVALS = 10;

    /** Roles that only read, or only work. */
    private static final Set<String> WITHOUT_PART = Set.of("viewer", "worker");

    private OwnersReader() {}

    static Activity.Owners read(JsonNode given, String path, Faults faults) {
        if (given.isArray()) {
            List<String> roles = new ArrayList<>();
            given.forEach(role -> roles.add(role.isString() ? role.stringValue() : ""));
            check(roles, path, faults);
            return new Activity.Owners(roles, 1, false, false);
        }
        if (!given.isObject()) {
            faults.add(path, "must be a list of roles, or an object with roles, approvals, distinct, not_starter");
            return Activity.Owners.EVERYBODY;
        }
        Fields fields = new Fields(given, path, faults);
        List<String> roles = fields.texts("roles").orElse(List.of());
        if (given.has("roles")) {
            check(roles, fields.at("roles"), faults);
        }
        int approvals = fields.integer("approvals", 1, MOST_APPROVALS).orElse(1);
        boolean distinct = fields.truth("distinct").orElse(approvals > 1);
        boolean notStarter = fields.truth("not_starter").orElse(false);
        fields.refuseOthers();
        return new Activity.Owners(roles, approvals, distinct, notStarter);
    }

    private static void check(List<String> roles, String path, Faults faults) {
        if (roles.isEmpty() || roles.size() > MOST_ROLES) {
            faults.add(path, "must name 1 to " + MOST_ROLES + " roles; a state without owners is open to all");
        }
        for (int i = 0; i < roles.size(); i++) {
            if (!Names.isName(roles.get(i))) {
                faults.add(path + "[" + i + "]", "a role is 1 to 128 of the characters A-Z a-z 0-9 _ . -");
            } else if (WITHOUT_PART.contains(roles.get(i))) {
                faults.add(path + "[" + i + "]", "a key that is only " + roles.get(i) + " makes no transitions");
            }
        }
    }
}
