package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.definition.ForEach;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.expression.Template;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step as it is written, each part checked by itself.
 *
 * @param path where it stands, as in {@code steps[1]}
 * @param after the steps before it, where it says so; otherwise the one above it
 * @param onError what its failure leads to
 * @param compensate the step that undoes it
 * @param config the fields of its type
 * @param steps those within it, where it is a loop
 */
record StepDefinition(
        String path,
        String id,
        String type,
        Optional<List<String>> after,
        Optional<JsonNode> input,
        Optional<Template> when,
        Optional<ForEach> forEach,
        RetryPolicy retry,
        int timeoutSeconds,
        Optional<Integer> startDelaySeconds,
        Optional<Integer> totalSeconds,
        Failing onError,
        Optional<StepDefinition> compensate,
        int credits,
        ObjectNode config,
        List<StepDefinition> steps) {

    /** What a step's failure leads to. */
    sealed interface Failing {
        record Fails() implements Failing {}

        record Continues() implements Failing {}

        record ContinuesWithDetails() implements Failing {}

        record GoesTo(String step) implements Failing {}
    }

    String at(String field) {
        return path + "." + field;
    }
}
