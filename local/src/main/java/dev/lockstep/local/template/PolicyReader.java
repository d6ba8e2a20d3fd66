package dev.lockstep.local.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads what a function's policies allow. */
final class PolicyReader {
    private static final Set<String> FIELDS = Set.of("Sid", "Effect", "Action", "Resource");

    private PolicyReader() {}

    static List<PolicyStatement> read(Properties function) {
        String where = function.where() + ".Policies";
        List<PolicyStatement> statements = new ArrayList<>();
        for (JsonNode policy : several(function.value("Policies"))) {
            if (!Set.copyOf(policy.propertyNames()).equals(Set.of("Statement"))) {
                throw TemplateFault.unknown(where, "a policy that is not a list of statements");
            }
            several(policy.path("Statement")).forEach(statement -> statements.add(statement(where, statement)));
        }
        return List.copyOf(statements);
    }

    private static PolicyStatement statement(String where, JsonNode statement) {
        for (String field : statement.propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw TemplateFault.unknown(where, "a statement's " + field);
            }
        }
        if (!statement.path("Effect").asString("").equals("Allow")) {
            throw TemplateFault.unknown(where, "a statement that does not allow");
        }
        return new PolicyStatement(texts(where, statement, "Action"), texts(where, statement, "Resource"));
    }

    private static List<String> texts(String where, JsonNode statement, String field) {
        List<String> texts =
                several(statement.path(field)).stream().map(JsonNode::asString).toList();
        if (texts.isEmpty()) {
            throw TemplateFault.missing(where, field);
        }
        return texts;
    }

    /** One of them may stand without a list around it, everywhere in policies. */
    private static List<JsonNode> several(JsonNode value) {
        if (value.isMissingNode()) {
            return List.of();
        }
        return value.isArray() ? value.valueStream().toList() : List.of(value);
    }
}
