package dev.lockstep.adapters.sqs;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The body of a step's message. */
public final class StepMessage {
    private static final String WORKSPACE = "workspace";
    private static final String WORKFLOW = "workflow";
    private static final String VERSION = "version";
    private static final String EXECUTION = "execution";
    private static final String STAGE = "stage";
    private static final String ITERATION = "iteration";
    private static final Set<String> FIELDS = Set.of(WORKSPACE, WORKFLOW, VERSION, EXECUTION, STAGE, ITERATION);

    private static final Pattern ID = Pattern.compile("[!-~&&[^#]]{1,200}");

    private StepMessage() {}

    /** A body that names no step. To deliver it again is of no use. */
    public static final class NotAStep extends Exception {
        NotAStep(String message) {
            super(message);
        }
    }

    public static String write(Step step) {
        WorkflowRef workflow = step.workflow();
        return Json.write(Json.object()
                .put(WORKSPACE, workflow.workspace().name())
                .put(WORKFLOW, workflow.workflow().value())
                .put(VERSION, workflow.version())
                .put(EXECUTION, step.execution().value())
                .put(STAGE, step.run().stage())
                .put(ITERATION, step.run().iteration().toString()));
    }

    /**
     * @throws NotAStep where the body is not just what {@link #write} gives
     */
    public static Step parse(String body) throws NotAStep {
        JsonNode message = object(body);
        return new Step(
                new WorkflowRef(
                        new Workspace(id(message, WORKSPACE)), new WorkflowId(id(message, WORKFLOW)), version(message)),
                new ExecutionId(id(message, EXECUTION)),
                new StageRunKey(text(message, STAGE), iteration(text(message, ITERATION))));
    }

    private static JsonNode object(String body) throws NotAStep {
        try {
            JsonNode message = Json.parse(body);
            if (!message.isObject() || !FIELDS.equals(Set.copyOf(message.propertyNames()))) {
                throw new NotAStep("the message is no object of "
                        + FIELDS.stream().sorted().toList());
            }
            return message;
        } catch (MalformedJson e) {
            // Where, and not what: the text of a message that is no step may be anybody's secret.
            throw new NotAStep("the message is no JSON: line " + e.line() + ", column " + e.column());
        }
    }

    /** What no key could be made of names nothing. */
    private static String id(JsonNode message, String field) throws NotAStep {
        String id = text(message, field);
        if (!ID.matcher(id).matches()) {
            throw new NotAStep("the message's " + field + " is no id");
        }
        return id;
    }

    private static String text(JsonNode message, String field) throws NotAStep {
        JsonNode value = message.path(field);
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw new NotAStep("the message's " + field + " is no text");
        }
        return value.stringValue();
    }

    private static int version(JsonNode message) throws NotAStep {
        JsonNode value = message.path(VERSION);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw new NotAStep("the message's " + VERSION + " is no number from 1 on");
        }
        return value.intValue();
    }

    /** In the one way of writing it: others would name the same run by another key. */
    private static Iteration iteration(String text) throws NotAStep {
        try {
            Iteration iteration = Iteration.parse(text);
            if (iteration.toString().equals(text)) {
                return iteration;
            }
        } catch (IllegalArgumentException e) {
            // Neither is it in any other.
        }
        throw new NotAStep("the message's " + ITERATION + " is no iteration");
    }
}
