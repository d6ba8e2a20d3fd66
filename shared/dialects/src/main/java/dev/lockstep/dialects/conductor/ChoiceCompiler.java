package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Compiles switches and decisions. One that goes by a script has a stage in front of it that runs the script. */
record ChoiceCompiler(StageMaker stages) {
    private static boolean isDecision(WorkflowTask task) {
        return task.is(TaskType.DECISION);
    }

    /** The stage in front of a choice that goes by a script. */
    Optional<Stage.Task> valueOf(WorkflowTask task, Optional<String> loop) {
        Optional<String> source = script(task);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        String path = task.path() + ".expression";
        Scripts.check(source.get(), false, path, stages.faults());
        return Optional.of(stages.stage(
                task.called(valueId(task)),
                InlineOperation.TYPE,
                new Activity.Operation(),
                stages.input(task),
                stages.config(InlineOperation.TYPE, Scripts.config(source.get(), false), path),
                new Policy(RetryPolicy.NONE, StageMaker.OWN_SECONDS, OnError.FAIL, Optional.empty(), 0),
                loop));
    }

    /** The first stage of a choice, or of any other task. */
    static String entry(WorkflowTask task) {
        return goesByScript(task) ? valueId(task) : task.reference();
    }

    /** The stage that has what a choice goes by, where a script tells that. */
    static String valueId(WorkflowTask task) {
        return task.reference() + ":value";
    }

    /** Whether there is a stage in front of it. */
    static boolean goesByScript(WorkflowTask task) {
        return (isDecision(task) || task.is(TaskType.SWITCH)) && script(task).isPresent();
    }

    private static Optional<String> script(WorkflowTask task) {
        return isDecision(task)
                ? task.text("caseExpression")
                : task.text("expression")
                        .filter(any ->
                                TaskCompiler.isScript(task.text("evaluatorType").orElse("")));
    }

    /**
     * A choice.
     *
     * @param ways where each value leads
     */
    Optional<Stage.Task> choice(
            WorkflowTask task, Map<String, List<String>> ways, List<String> otherwise, Optional<String> loop) {
        if (ways.isEmpty()) {
            stages.faults().add(task.path() + ".decisionCases", "must have at least one case");
        }
        String path = task.path() + ".inputParameters";
        Optional<Template> wanted = value(task);
        if (wanted.isEmpty()) {
            stages.faults()
                    .add(
                            task.path() + ".expression",
                            "a " + task.typeName()
                                    + " takes the evaluatorType value-param or javascript, and an expression");
            return Optional.empty();
        }
        ObjectNode input = (ObjectNode) stages.parameters()
                .template(task.inputParameters(), path, task.reference())
                .source()
                .deepCopy();
        input.set("case", wanted.get().source());
        List<Activity.Case> cases = new ArrayList<>();
        ways.forEach((name, next) ->
                cases.add(new Activity.Case(Conditions.equal(wanted.get(), name, path, stages.faults()), next)));
        return Optional.of(stages.stage(
                task,
                "Choice",
                new Activity.Choice(cases, otherwise),
                new StageInput.Own(Template.parse(input, path, stages.faults())),
                StageMaker.none(),
                stages.own(task),
                loop));
    }

    /** What a choice goes by. */
    private Optional<Template> value(WorkflowTask task) {
        if (script(task).isPresent()) {
            try {
                return Optional.of(Template.expression(
                        "steps." + DataPath.quoted(valueId(task)) + ".output.result", task.path(), stages.faults()));
            } catch (DataPath.Unsupported e) {
                stages.faults().add(task.path() + ".taskReferenceName", String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }
        boolean decision = isDecision(task);
        boolean byValue = decision || task.text("evaluatorType").orElse("").equals("value-param");
        return task.text(decision ? "caseValueParam" : "expression")
                .filter(any -> byValue)
                .map(parameter -> task.inputParameters().path(parameter))
                .map(value -> stages.parameters()
                        .template(
                                value.isMissingNode() ? JsonNodeFactory.instance.stringNode("null") : value,
                                task.path() + ".inputParameters",
                                task.reference()));
    }
}
