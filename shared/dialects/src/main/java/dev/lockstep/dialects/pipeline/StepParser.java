package dev.lockstep.dialects.pipeline;

import dev.lockstep.dialects.pipeline.StepDefinition.Failing;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.ForEach;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.expression.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads steps, those within loops included. */
final class StepParser {
    /** A worker outside has as long as it needs. */
    private static final int MAX_WORKER_SECONDS = 366 * 86_400;

    private static final int DEFAULT_WORKER_SECONDS = 86_400;

    /** How deep loops may be within each other. */
    private static final int DEEPEST = 5;

    /** Ten years, as for waits. */
    private static final int MAX_SECONDS = 10 * 366 * 86_400;

    private static final Pattern SHARE = Pattern.compile("([0-9]{1,2}|100)%");

    private final Faults faults;
    private int left;

    /**
     * @param most how many steps there may be in all
     */
    StepParser(Faults faults, int most) {
        this.faults = faults;
        this.left = most;
    }

    /** The steps of a definition. */
    List<StepDefinition> parse(JsonNode steps) {
        if (!steps.isArray() || steps.isEmpty()) {
            faults.add("steps", "must be a list of 1 to " + PipelineCompiler.MAX_STEPS + " steps");
            return List.of();
        }
        return parse(steps, "steps", "step", 0);
    }

    /**
     * @param prefix what the id of a step begins with that names itself not; its number follows, from 1 on
     */
    private List<StepDefinition> parse(JsonNode steps, String path, String prefix, int depth) {
        List<StepDefinition> parsed = new ArrayList<>();
        left -= steps.size();
        if (left < 0) {
            faults.add(path, "a definition has at most " + PipelineCompiler.MAX_STEPS + " steps in all");
            return parsed;
        }
        int number = 1;
        for (JsonNode step : steps) {
            String at = path + "[" + (number - 1) + "]";
            if (step.isObject()) {
                parsed.add(step(step, at, prefix + "_" + number, depth));
            } else {
                faults.add(at, "must be an object");
            }
            number++;
        }
        return parsed;
    }

    private StepDefinition step(JsonNode step, String path, String ownId, int depth) {
        Fields fields = new Fields(step, path, faults);
        fields.require("type");
        String type = fields.text("type", 128).orElse("");
        String id = fields.text("id", 128).orElse(ownId);
        if (!Names.isName(id)) {
            faults.add(fields.at("id"), Names.RULE);
        }
        fields.text("component_id", 36);
        Optional<List<String>> after = fields.texts("after");
        Optional<JsonNode> input = fields.any("input");
        Optional<Template> when = fields.any("when").map(condition -> condition(condition, fields.at("when"), faults));
        Optional<ForEach> forEach = forEach(fields);
        RetryPolicy retry = AttemptFields.retry(fields, faults);
        int timeout = timeout(fields, type);
        Optional<Integer> startDelay = fields.integer("start_delay_seconds", 1, MAX_SECONDS);
        Optional<Integer> total = total(fields, step);
        Failing onError = failing(fields);
        Optional<StepDefinition> compensate =
                fields.object("compensate").map(undo -> compensation(undo, fields.at("compensate"), id));
        int credits = fields.integer("credits", 0, 1_000_000).orElse(1);
        return new StepDefinition(
                path,
                id,
                type,
                after,
                input,
                when,
                forEach,
                retry,
                timeout,
                startDelay,
                total,
                onError,
                compensate,
                credits,
                fields.rest(),
                within(step, type, path, id, depth));
    }

    private List<StepDefinition> within(JsonNode step, String type, String path, String id, int depth) {
        JsonNode steps = step.path("steps");
        if (!type.equals("Loop") || !steps.isArray()) {
            return List.of();
        }
        if (depth == DEEPEST) {
            faults.add(path, "loops may be at most " + DEEPEST + " deep");
            return List.of();
        }
        return parse(steps, path + ".steps", id, depth + 1);
    }

    /** What undoes a step is a step without a place in the graph. */
    private StepDefinition compensation(JsonNode undo, String path, String id) {
        Fields fields = new Fields(undo, path, faults);
        fields.require("type");
        String type = fields.text("type", 128).orElse("");
        Optional<JsonNode> input = fields.any("input");
        RetryPolicy retry = AttemptFields.retry(fields, faults);
        int timeout = timeout(fields, type);
        int credits = fields.integer("credits", 0, 1_000_000).orElse(1);
        return new StepDefinition(
                path,
                "compensate:" + id,
                type,
                Optional.empty(),
                input,
                Optional.empty(),
                Optional.empty(),
                retry,
                timeout,
                Optional.empty(),
                total(fields, undo),
                new Failing.Fails(),
                Optional.empty(),
                credits,
                fields.rest(),
                List.of());
    }

    private int timeout(Fields fields, String type) {
        return type.equals("Worker") || type.equals("Dynamic")
                ? fields.integer("timeout_seconds", 1, MAX_WORKER_SECONDS).orElse(DEFAULT_WORKER_SECONDS)
                : AttemptFields.timeoutSeconds(fields);
    }

    /** How long all attempts may take together: one of them no longer than that, where the step says how long that may take. */
    private Optional<Integer> total(Fields fields, JsonNode step) {
        Optional<Integer> total = fields.integer("total_timeout_seconds", 1, MAX_SECONDS);
        int one = step.path("timeout_seconds").asInt(0);
        total.filter(all -> all < one)
                .ifPresent(all ->
                        faults.add(fields.at("total_timeout_seconds"), "must be at least timeout_seconds, " + one));
        return total;
    }

    private static Failing failing(Fields fields) {
        Optional<String> onError = fields.text("on_error", 128);
        return switch (onError.orElse("fail")) {
            case "fail" -> new Failing.Fails();
            case "continue" -> new Failing.Continues();
            case "continue_with_details" -> new Failing.ContinuesWithDetails();
            default -> new Failing.GoesTo(onError.orElseThrow());
        };
    }

    private Optional<ForEach> forEach(Fields fields) {
        Optional<JsonNode> items = fields.any("for_each");
        Optional<Integer> concurrency = fields.integer("max_concurrency", 1, ForEach.MOST_ELEMENTS);
        Optional<JsonNode> tolerated = fields.any("tolerated_failures");
        if (items.isEmpty()) {
            concurrency.ifPresent(any -> faults.add(fields.at("max_concurrency"), "goes with for_each"));
            tolerated.ifPresent(any -> faults.add(fields.at("tolerated_failures"), "goes with for_each"));
            return Optional.empty();
        }
        Template template = Template.parse(items.get(), fields.at("for_each"), faults);
        if (template.isLiteral() && !items.get().isArray()) {
            faults.add(
                    fields.at("for_each"),
                    "must be a list or an expression that comes to one, as in \"${steps.split.output.items}\"");
        }
        ForEach.Tolerance tolerance = tolerated
                .map(share -> tolerance(share, fields.at("tolerated_failures")))
                .orElse(ForEach.Tolerance.NONE);
        return Optional.of(new ForEach(template, concurrency.orElse(0), tolerance));
    }

    private ForEach.Tolerance tolerance(JsonNode tolerated, String path) {
        if (tolerated.isIntegralNumber()
                && tolerated.canConvertToInt()
                && tolerated.intValue() >= 0
                && tolerated.intValue() <= ForEach.MOST_ELEMENTS) {
            return new ForEach.Tolerance(tolerated.intValue(), 0);
        }
        Matcher share = SHARE.matcher(tolerated.asString(""));
        if (tolerated.isString() && share.matches()) {
            return new ForEach.Tolerance(0, Integer.parseInt(share.group(1)));
        }
        faults.add(path, "must be how many may fail, as in 3, or their share, as in \"10%\"");
        return ForEach.Tolerance.NONE;
    }

    /** A condition, which must come to true or false. */
    static Template condition(JsonNode condition, String path, Faults faults) {
        Template template = Template.parse(condition, path, faults);
        // Any text that is not empty would hold, "false" included.
        if (!condition.isBoolean() && (!condition.isString() || template.isLiteral())) {
            faults.add(path, "must be an expression, as in \"${steps.first.output.number > 1}\", or true or false");
        }
        return template;
    }
}
