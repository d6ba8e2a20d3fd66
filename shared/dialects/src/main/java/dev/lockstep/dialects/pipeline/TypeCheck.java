package dev.lockstep.dialects.pipeline;

import dev.lockstep.dialects.pipeline.StepDefinition.Failing;
import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.operations.Operation;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Checks that each step can take what the one before it gives. A step that may be skipped passes its input on, so what follows
 * must take that as well. What is known only at run time ({@link DataType#ANY}, and what expressions give) is checked then.
 */
final class TypeCheck {
    private final Faults faults;
    private final Map<String, Set<DataType>> passesOn = new HashMap<>();

    TypeCheck(Faults faults) {
        this.faults = faults;
    }

    /** Steps are to be given in an order in which each comes after all before it. */
    void check(StepDefinition step, Operation operation, Stage.Task task) {
        Set<DataType> given = EnumSet.noneOf(DataType.class);
        switch (task.input()) {
            case StageInput.OfExecution of -> given.add(operation.takes());
            case StageInput.OfItem of -> given.add(DataType.ANY);
            case StageInput.OfLoop of -> given.add(DataType.ANY);
            case StageInput.OutputOf of -> {
                given.addAll(passesOn.getOrDefault(of.stage(), Set.of(DataType.ANY)));
                given.stream()
                        .filter(type -> !operation.takes().mayAccept(type))
                        .forEach(type -> faults.add(
                                step.path() + ".type",
                                step.type() + " takes " + operation.takes().label() + ", but step \"" + of.stage()
                                        + "\" before it gives " + type.label()));
            }
            case StageInput.OutputsOf of -> {
                given.add(DataType.ANY);
                if (operation.takes() != DataType.ANY) {
                    faults.add(
                            step.at("input"),
                            "is required: the step comes after several, and " + step.type() + " takes "
                                    + operation.takes().label());
                }
            }
            case StageInput.Own own -> {
                given.add(own.data().isLiteral() ? operation.takes() : DataType.ANY);
                own.data().literal().ifPresent(data -> checkLiteral(step, operation, data));
            }
        }
        passesOn.put(step.id(), passedOn(step, operation, given));
    }

    private void checkLiteral(StepDefinition step, Operation operation, JsonNode data) {
        if (operation.takes().coerce(data).isEmpty()) {
            faults.add(
                    step.path() + ".input",
                    step.type() + " takes " + operation.takes().label() + ", such as "
                            + Json.write(example(operation.takes())));
        }
    }

    private static JsonNode example(DataType type) {
        return Json.read(
                switch (type) {
                    case TEXT -> "{\"text\":\"…\"}";
                    case NUMBER -> "{\"number\":1}";
                    case ITEMS -> "{\"items\":[]}";
                    case ANY -> "{}";
                });
    }

    private static Set<DataType> passedOn(StepDefinition step, Operation operation, Set<DataType> given) {
        Set<DataType> passed = EnumSet.noneOf(DataType.class);
        if (step.forEach().isPresent()) {
            return EnumSet.of(step.when().isPresent() ? DataType.ANY : DataType.ITEMS);
        }
        given.forEach(type -> passed.add(operation.gives(type)));
        if (step.when().isPresent() || step.onError() instanceof Failing.Continues) {
            passed.addAll(given);
        }
        // Who is led to by a failure is told of it, in a shape of its own, and details have any.
        if (step.onError() instanceof Failing.GoesTo || step.onError() instanceof Failing.ContinuesWithDetails) {
            passed.add(DataType.ANY);
        }
        return passed;
    }
}
