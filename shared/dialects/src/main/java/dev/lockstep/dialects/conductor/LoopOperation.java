package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.ConfigField;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.operations.UntypedOperation;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ends a round of a DO_WHILE: gathers what its tasks gave, {@code {"iteration": N, "1": {reference: output}, …}}, and tells by the
 * condition whether another round follows. What it takes: {@code given} (the task's own input), {@code before} (what the round before
 * came to), {@code number} (of the round, from 1 on), {@code tasks} (what each gave; null of those that were not run), {@code loop} (what
 * the loop is called) and, where it goes over a list, {@code count} (how many elements that has) and {@code item} (the round's).
 */
record LoopOperation() implements UntypedOperation {
    static final String TYPE = "Conductor.Loop";

    /** Whether another round follows, beside what the loop shows. */
    static final String GOES_ON = "goesOn";

    private static final String KEPT = "keepLastN";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "Ends a round, and tells whether another follows";
    }

    @Override
    public List<ConfigField> config() {
        return Scripts.fields();
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        JsonNode input = call.input();
        int number = input.path("number").asInt(1);
        ObjectNode output = Json.object().put("iteration", number);
        if (number > 1) {
            input.path("before").properties().forEach(field -> {
                if (isRound(field.getKey())) {
                    output.set(field.getKey(), field.getValue());
                }
            });
        }
        ObjectNode tasks = Json.object();
        input.path("tasks").properties().stream()
                .filter(field -> !field.getValue().isNull())
                .forEach(field -> tasks.set(field.getKey(), field.getValue()));
        output.set(Integer.toString(number), tasks);
        trim(output, input.path("given").path(KEPT).asInt(0));
        ObjectNode seen = Json.object();
        input.path("given").properties().forEach(field -> seen.set(field.getKey(), field.getValue()));
        tasks.properties().forEach(field -> seen.set(field.getKey(), field.getValue()));
        boolean overList = input.has("count");
        if (overList) {
            output.put("loopIndex", number - 1).set("loopItem", input.path("item"));
        }
        seen.set(input.path("loop").asString(""), output);
        boolean isMore = !overList || number < input.path("count").asInt(0);
        return output.put(GOES_ON, isTrue(Scripts.run(call, seen)) && isMore);
    }

    private static boolean isRound(String field) {
        return !field.isEmpty() && field.chars().allMatch(Character::isDigit);
    }

    private static void trim(ObjectNode output, int kept) {
        if (kept > 0) {
            List<String> rounds = new ArrayList<>(output.propertyNames().stream()
                    .filter(LoopOperation::isRound)
                    .toList());
            rounds.subList(0, Math.max(0, rounds.size() - kept)).forEach(output::remove);
        }
    }

    /** As Conductor casts it: by what JavaScript takes for true. */
    private static boolean isTrue(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.doubleValue() != 0;
            case STRING -> value.stringValue().equalsIgnoreCase("true");
            default -> false;
        };
    }
}
