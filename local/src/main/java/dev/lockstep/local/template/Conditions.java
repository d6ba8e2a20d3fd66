package dev.lockstep.local.template;

import tools.jackson.databind.JsonNode;

/** The template's conditions, as they hold with the values of its parameters. */
record Conditions(JsonNode declared) {
    boolean holds(String where, String name, Intrinsics intrinsics) {
        if (!declared.has(name)) {
            throw new TemplateFault(where + " refers to " + name + ", which is not a condition");
        }
        return holds("Conditions." + name, declared.path(name), intrinsics);
    }

    private boolean holds(String where, JsonNode condition, Intrinsics intrinsics) {
        String function = condition.propertyNames().stream()
                .findFirst()
                .orElseThrow(() -> TemplateFault.unknown(where, "a text"));
        JsonNode argument = condition.path(function);
        return switch (function) {
            case "Fn::Equals" ->
                intrinsics
                        .resolve(where, argument.path(0))
                        .asString()
                        .equals(intrinsics.resolve(where, argument.path(1)).asString());
            case "Fn::Not" -> !holds(where, argument.path(0), intrinsics);
            case "Fn::And" -> argument.valueStream().allMatch(each -> holds(where, each, intrinsics));
            case "Fn::Or" -> argument.valueStream().anyMatch(each -> holds(where, each, intrinsics));
            case "Condition" -> holds(where, argument.asString(), intrinsics);
            default -> throw TemplateFault.unknown(where, function);
        };
    }
}
