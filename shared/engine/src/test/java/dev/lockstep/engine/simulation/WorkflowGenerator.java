package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Place;
import dev.lockstep.engine.definition.PlanBuilder;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Makes workflows up: chains, fans and tangles, with conditions, retries, effects, failures and time-outs. */
final class WorkflowGenerator {
    private static final Config NO_CONFIG = Config.of(Json.object());
    private static final JsonNode ANY_OBJECT = Json.object().put("type", "object");
    private static final Map<String, Template> PARSED = new ConcurrentHashMap<>();

    private final SplittableRandom chance;
    private final String prefix;
    private final PlanBuilder plan = new PlanBuilder();
    private final Map<String, Script> scripts = new LinkedHashMap<>();

    /** @param prefix what the ids of its stages begin with */
    WorkflowGenerator(SplittableRandom chance, String prefix) {
        this.chance = chance;
        this.prefix = prefix;
    }

    Workflow generate() {
        switch (chance.nextInt(200)) {
            case 0 -> fan(101 + chance.nextInt(130));
            case 1, 2, 3, 4 -> fan(2 + chance.nextInt(9));
            default -> tangle(1 + chance.nextInt(chance.nextInt(4) == 0 ? 12 : 5));
        }
        return new Workflow(plan.build(ANY_OBJECT), scripts);
    }

    /** One stage, many after it, one after them all. */
    private void fan(int width) {
        String source = add(0, List.of());
        List<String> branches = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
            branches.add(add(i, List.of(source)));
        }
        add(width + 1, branches);
    }

    private void tangle(int size) {
        int density = 2 + chance.nextInt(4);
        for (int i = 0; i < size; i++) {
            List<String> after = new ArrayList<>();
            for (int earlier = 0; earlier < i; earlier++) {
                if (chance.nextInt(density) == 0) {
                    after.add(prefix + earlier);
                }
            }
            add(i, after);
        }
    }

    private String add(int number, List<String> after) {
        String id = prefix + number;
        int timeout = 1 + chance.nextInt(30);
        scripts.put(id, script(timeout));
        String type = chance.nextBoolean() ? TestOperation.EFFECT : TestOperation.PURE;
        Stage.Task stage = new Stage.Task(
                id,
                type,
                new Activity.Operation(),
                input(after),
                NO_CONFIG,
                when(after),
                Optional.empty(),
                Policy.of(retry(), timeout),
                Place.NOWHERE);
        plan.add(stage, after);
        return id;
    }

    private Script script(int timeout) {
        int failures = switch (chance.nextInt(40)) {
            case 0 -> Integer.MAX_VALUE;
            case 1, 2, 3, 4, 5 -> 1 + chance.nextInt(2);
            default -> 0;
        };
        String error = chance.nextInt(4) == 0 ? Script.TIMED_OUT : Script.FLAKY;
        return new Script(failures, error, Duration.ofMillis(chance.nextInt(timeout * 900)));
    }

    private RetryPolicy retry() {
        int attempts = 2 + chance.nextInt(3);
        return switch (chance.nextInt(10)) {
            case 0 -> RetryPolicy.NONE;
            case 1 -> new RetryPolicy(attempts, Backoff.FIXED, 900 + chance.nextInt(3_000), 86_400, List.of());
            case 2 -> new RetryPolicy(attempts, Backoff.EXPONENTIAL, 600, 3_600, List.of());
            case 3 -> new RetryPolicy(attempts, Backoff.FIXED, 5, 60, List.of(Script.FLAKY));
            case 4, 5, 6 -> new RetryPolicy(attempts, Backoff.EXPONENTIAL, 1 + chance.nextInt(10), 60, List.of());
            default -> new RetryPolicy(attempts, Backoff.FIXED, chance.nextInt(30), 20, List.of());
        };
    }

    private StageInput input(List<String> after) {
        if (chance.nextInt(8) == 0) {
            return new StageInput.Own(template(after.isEmpty() ? "${input.n + 1}" : sumOf(one(after))));
        }
        return switch (after.size()) {
            case 0 -> new StageInput.OfExecution();
            case 1 -> new StageInput.OutputOf(after.getFirst());
            default -> new StageInput.OutputsOf(after);
        };
    }

    private Optional<Template> when(List<String> after) {
        return switch (chance.nextInt(20)) {
            case 0 -> Optional.of(template(JsonNodeFactory.instance.booleanNode(true)));
            case 1 -> Optional.of(template(JsonNodeFactory.instance.booleanNode(false)));
            case 2 -> Optional.of(template("${input.n % 2 = 0}"));
            case 3 ->
                after.isEmpty()
                        ? Optional.empty()
                        : Optional.of(template("${steps." + one(after) + ".status = 'COMPLETED'}"));
            case 4 ->
                after.isEmpty()
                        ? Optional.empty()
                        : Optional.of(template("${steps." + one(after) + ".output.sum % 2 = 0}"));
            default -> Optional.empty();
        };
    }

    private String one(List<String> of) {
        return of.get(chance.nextInt(of.size()));
    }

    private static String sumOf(String stage) {
        return "${steps." + stage + ".output.sum}";
    }

    private static Template template(String text) {
        return template(JsonNodeFactory.instance.stringNode(text));
    }

    private static Template template(JsonNode data) {
        return PARSED.computeIfAbsent(data.toString(), text -> Template.of(data));
    }
}
