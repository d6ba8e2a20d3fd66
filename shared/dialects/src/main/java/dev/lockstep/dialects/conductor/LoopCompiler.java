package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compiles loops: the loop itself, and what ends each of its rounds. */
record LoopCompiler(StageMaker stages) {
    private static final int MOST_ROUNDS = 10_000;

    private static final String ROUND = ":round";

    /** Where a list may be that is not a field of the task itself. */
    private static final String GIVEN_ITEMS = "_items";

    /** Whether it goes over a list. */
    static boolean hasItems(WorkflowTask task) {
        return !items(task).isMissingNode();
    }

    private static JsonNode items(WorkflowTask task) {
        JsonNode own = task.json().path("items");
        return own.isMissingNode() ? task.inputParameters().path(GIVEN_ITEMS) : own;
    }

    /** The stage in front of a loop that has the list. */
    static String itemsId(WorkflowTask task) {
        return task.reference() + ":items";
    }

    /** The first of its stages. */
    static String entry(WorkflowTask task) {
        return hasItems(task) ? itemsId(task) : task.reference();
    }

    /** What has the list that a loop goes over, if it goes over one. */
    Optional<Stage.Task> itemsOf(WorkflowTask task, Optional<String> around) {
        if (!hasItems(task)) {
            return Optional.empty();
        }
        String path =
                task.json().has("items") ? task.path() + ".items" : task.path() + ".inputParameters." + GIVEN_ITEMS;
        ObjectNode input = Json.object();
        input.set("items", items(task));
        return Optional.of(stages.stage(
                task.called(itemsId(task)),
                ItemsOperation.TYPE,
                new Activity.Operation(),
                new StageInput.Own(stages.parameters().template(input, path, task.reference())),
                StageMaker.none(),
                stages.own(task),
                around));
    }

    /** The loop itself, but for its rounds. Over a list that is empty there is none. */
    Optional<Stage.Task> loop(WorkflowTask task, Optional<String> around) {
        try {
            String itself = "steps." + DataPath.quoted(task.reference());
            String goesOn = itself + ".output." + LoopOperation.GOES_ON;
            boolean hasItems = hasItems(task);
            String condition = hasItems
                    ? itself + ".iteration > 0 ? " + goesOn + " : steps." + DataPath.quoted(itemsId(task))
                            + ".output.count > 0"
                    : "steps." + DataPath.quoted(roundId(task)) + ".output." + LoopOperation.GOES_ON;
            Template going = Template.expression(condition, task.path() + ".loopCondition", stages.faults());
            return Optional.of(stages.stage(
                    task,
                    "Loop",
                    new Activity.Loop(going, false, hasItems, MOST_ROUNDS, List.of(), List.of()),
                    stages.input(task),
                    StageMaker.none(),
                    stages.own(task),
                    around));
        } catch (DataPath.Unsupported e) {
            stages.faults().add(task.path() + ".taskReferenceName", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What ends a round: it gathers what the round's tasks gave, and goes by the condition. */
    Optional<Stage.Task> roundOf(WorkflowTask task, Optional<String> loop) {
        String path = task.path() + ".loopCondition";
        String given = task.text("loopCondition").orElse("");
        if (given.isBlank() && !hasItems(task)) {
            stages.faults().add(path, "is required");
            return Optional.empty();
        }
        String condition = given.isBlank() ? "true" : given;
        Scripts.check(condition, false, path, stages.faults());
        ObjectNode input = Json.object();
        try {
            String itself = "steps." + DataPath.quoted(task.reference());
            input.put("loop", task.reference());
            input.put("number", "${" + itself + ".iteration + 1}");
            input.put("before", "${" + itself + ".output}");
            ObjectNode outputs = input.putObject("tasks");
            // What a dynamic fork tells is for its join alone.
            for (WorkflowTask inner : task.loopOver().stream()
                    .flatMap(LoopCompiler::inARound)
                    .filter(each -> !each.is(TaskType.FORK_JOIN_DYNAMIC))
                    .toList()) {
                outputs.put(inner.reference(), "${steps." + DataPath.quoted(inner.reference()) + ".output}");
            }
            if (hasItems(task)) {
                String items = "steps." + DataPath.quoted(itemsId(task)) + ".output";
                input.put("count", "${" + items + ".count}");
                input.put("item", "${" + items + ".items[$$." + itself + ".iteration]}");
            }
        } catch (DataPath.Unsupported e) {
            stages.faults().add(task.path() + ".loopOver", String.valueOf(e.getMessage()));
        }
        input.set(
                "given",
                stages.parameters()
                        .templateWithin(withoutItems(task), task.path() + ".inputParameters", task.reference())
                        .source());
        return Optional.of(stages.stage(
                task.called(roundId(task)),
                LoopOperation.TYPE,
                new Activity.Operation(),
                new StageInput.Own(Template.parse(input, path, stages.faults())),
                stages.config(LoopOperation.TYPE, Scripts.config(condition, false), path),
                new Policy(RetryPolicy.NONE, StageMaker.OWN_SECONDS, OnError.FAIL, Optional.empty(), 0),
                loop));
    }

    /** It and what is within it, but for what goes round by itself. */
    private static Stream<WorkflowTask> inARound(WorkflowTask task) {
        return task.is(TaskType.DO_WHILE)
                ? Stream.of(task)
                : Stream.concat(Stream.of(task), task.within().flatMap(LoopCompiler::inARound));
    }

    /** They are read once, when the loop begins. */
    private static ObjectNode withoutItems(WorkflowTask task) {
        ObjectNode given = (ObjectNode) task.inputParameters().deepCopy();
        given.remove(GIVEN_ITEMS);
        return given;
    }

    private static String roundId(WorkflowTask task) {
        return roundId(task.reference());
    }

    /** The stage that ends the rounds of a loop. */
    static String roundId(String loop) {
        return loop + ROUND;
    }

    /** The loop whose rounds a stage ends; any other stage itself. */
    static String endedBy(String stage) {
        return stage.endsWith(ROUND) ? stage.substring(0, stage.length() - ROUND.length()) : stage;
    }
}
