package dev.lockstep.dialects.pipeline;

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
 * @param config the fields of its type
 */
record StepDefinition(
        String path,
        String id,
        String type,
        Optional<List<String>> after,
        Optional<JsonNode> input,
        Optional<Template> when,
        RetryPolicy retry,
        int timeoutSeconds,
        ObjectNode config) {}
