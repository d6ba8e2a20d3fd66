package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import dev.lockstep.engine.expression.Template;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads one step. */
final class StepParser {
    /** An attempt runs within one call of the step function, and must leave it time to record the outcome. */
    static final int MAX_TIMEOUT_SECONDS = 20;

    static final int DEFAULT_TIMEOUT_SECONDS = 10;
    private static final int MAX_ATTEMPTS = 100;
    private static final int DAY = 86_400;
    private static final List<String> BACKOFFS = List.of("fixed", "exponential");

    private final Faults faults;

    StepParser(Faults faults) {
        this.faults = faults;
    }

    /**
     * @param number from 1 on: a step that names itself not is called {@code step_<number>}
     */
    StepDefinition parse(JsonNode step, String path, int number) {
        Fields fields = new Fields(step, path, faults);
        fields.require("type");
        String type = fields.text("type", 128).orElse("");
        String id = fields.text("id", 128).orElse("step_" + number);
        if (!Names.isName(id)) {
            faults.add(fields.at("id"), Names.RULE);
        }
        fields.text("component_id", 36);
        Optional<List<String>> after = fields.texts("after");
        Optional<JsonNode> input = fields.any("input");
        Optional<Template> when = fields.any("when").map(condition -> condition(condition, fields.at("when")));
        RetryPolicy retry = fields.any("retry")
                .map(policy -> retry(policy, fields.at("retry")))
                .orElse(RetryPolicy.NONE);
        int timeout = fields.integer("timeout_seconds", 1, MAX_TIMEOUT_SECONDS).orElse(DEFAULT_TIMEOUT_SECONDS);
        return new StepDefinition(path, id, type, after, input, when, retry, timeout, fields.rest());
    }

    private Template condition(JsonNode condition, String path) {
        Template template = Template.parse(condition, path, faults);
        // Any text that is not empty would hold, "false" included.
        if (!condition.isBoolean() && (!condition.isString() || template.isLiteral())) {
            faults.add(path, "must be an expression, as in \"${steps.first.output.number > 1}\", or true or false");
        }
        return template;
    }

    private RetryPolicy retry(JsonNode policy, String path) {
        Fields fields = new Fields(policy, path, faults);
        fields.require("max_attempts");
        int attempts = fields.integer("max_attempts", 1, MAX_ATTEMPTS).orElse(1);
        String backoff = fields.text("backoff", 32).orElse("fixed");
        if (!BACKOFFS.contains(backoff)) {
            faults.add(fields.at("backoff"), "must be one of " + String.join(", ", BACKOFFS));
        }
        int delay = fields.integer("delay_seconds", 0, DAY).orElse(1);
        int maxDelay = fields.integer("max_delay_seconds", 0, DAY).orElse(DAY);
        List<String> on = fields.texts("on").orElse(List.of());
        fields.refuseOthers();
        return new RetryPolicy(
                attempts, backoff.equals("exponential") ? Backoff.EXPONENTIAL : Backoff.FIXED, delay, maxDelay, on);
    }
}
