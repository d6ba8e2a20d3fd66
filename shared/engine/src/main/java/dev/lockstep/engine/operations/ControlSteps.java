package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Limits;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The step types that are no operations: control flow, and what somebody else does. They are in the catalogue so that definitions
 * can be checked against them and people can read about them.
 */
final class ControlSteps {
    /** The longest list of anything that such a step takes. */
    private static final int MOST = 1_000;

    private ControlSteps() {}

    private enum Giving {
        ANYTHING,
        ITS_INPUT
    }

    /** A type of step; of no use to run. */
    private record Type(String type, String title, Giving giving, List<ConfigField> config) implements Operation {
        @Override
        public DataType takes() {
            return DataType.ANY;
        }

        @Override
        public DataType gives(DataType input) {
            return switch (giving) {
                case ANYTHING -> DataType.ANY;
                case ITS_INPUT -> input;
            };
        }

        @Override
        public boolean isRun() {
            return false;
        }

        @Override
        public JsonNode run(Call call) {
            throw new IllegalStateException(type + " is no operation");
        }
    }

    /** Waits for a signal, perhaps until a time. */
    private record Await(Type base) implements Operation {
        @Override
        public String type() {
            return base.type();
        }

        @Override
        public String title() {
            return base.title();
        }

        @Override
        public DataType takes() {
            return base.takes();
        }

        @Override
        public DataType gives(DataType input) {
            return base.gives(input);
        }

        @Override
        public List<ConfigField> config() {
            return base.config();
        }

        @Override
        public void check(ObjectNode config, String path, Faults faults) {
            if (Deadline.isIn(config)) {
                Deadline.check(config, path, type(), faults);
            }
        }

        @Override
        public boolean isRun() {
            return false;
        }

        @Override
        public JsonNode run(Call call) {
            return base.run(call);
        }
    }

    static List<Operation> all() {
        return List.of(
                new Type(
                        "Choice",
                        "Goes on to the steps of the first case that holds",
                        Giving.ITS_INPUT,
                        List.of(
                                raw(
                                        "choices",
                                        list(Json.object().put("type", "object")),
                                        true,
                                        "The cases: {\"when\": …, \"next\": …}"),
                                raw("default", ids(), false, "Where to go when no case holds"))),
                new Type(
                        "Join",
                        "Waits for the steps before it, or for some of them",
                        Giving.ANYTHING,
                        List.of(
                                raw("mode", oneOf("wait_all", "wait_any", "wait_n"), false, "What it waits for"),
                                raw("count", integer(1, 100), false, "How many steps wait_n waits for"))),
                new Type(
                        "Loop",
                        "Runs its steps again and again",
                        Giving.ANYTHING,
                        List.of(
                                raw(
                                        "while",
                                        Json.object(),
                                        false,
                                        "Goes round while this holds; asked before each round"),
                                raw(
                                        "until",
                                        Json.object(),
                                        false,
                                        "Goes round until this holds; asked after each round"),
                                raw("max_iterations", integer(1, 10_000), true, "At which it fails"),
                                raw("steps", list(Json.object()), true, "The steps of a round"))),
                new Type(
                        "Workflow",
                        "Runs another workflow",
                        Giving.ANYTHING,
                        List.of(
                                new ConfigField(
                                        "workflow_id",
                                        Json.object().put("type", "string").put("pattern", "^wf-[0-9a-z]{26}$"),
                                        true,
                                        "Which"),
                                raw(
                                        "version",
                                        integer(1, Integer.MAX_VALUE),
                                        false,
                                        "The version; by default the latest"),
                                raw(
                                        "wait",
                                        Json.object().put("type", "boolean"),
                                        false,
                                        "Whether to wait for its end; true by default"),
                                new ConfigField(
                                        "correlation_id",
                                        Json.object()
                                                .put("type", "string")
                                                .put("minLength", 1)
                                                .put("maxLength", 256),
                                        false,
                                        "The other execution's correlation id; by default that of this one"),
                                new ConfigField(
                                        "priority",
                                        integer(0, 99),
                                        false,
                                        "The other execution's priority; by default that of this one"),
                                new ConfigField(
                                        "task_domains",
                                        Json.object().put("type", "object"),
                                        false,
                                        "Whose workers are to have the other execution's tasks; by default as in this one"))),
                new Await(new Type(
                        "Await",
                        "Waits for a signal from outside, and gives its data",
                        Giving.ANYTHING,
                        List.of(
                                raw(
                                        "signal",
                                        Json.object().put("type", "string").put("pattern", "^[A-Za-z0-9_.-]{1,128}$"),
                                        false,
                                        "The signal's name; by default the step's id"),
                                raw(
                                        "schema",
                                        Json.object().put("type", "object"),
                                        false,
                                        "What its data must match, as JSON Schema"),
                                Deadline.fields().get(0),
                                Deadline.fields().get(1),
                                Deadline.fields().get(2),
                                raw(
                                        "on_timeout",
                                        oneOf("fail", "continue"),
                                        false,
                                        "What becomes of the step when that time comes")))),
                new Type(
                        "SetVariables",
                        "Sets variables, and gives what it takes",
                        Giving.ITS_INPUT,
                        List.of(new ConfigField(
                                "variables", Json.object().put("type", "object"), true, "Their values, by name"))),
                new Type(
                        "Terminate",
                        "Ends the execution",
                        Giving.ANYTHING,
                        List.of(
                                raw("status", oneOf("COMPLETED", "FAILED"), false, "How it ends; COMPLETED by default"),
                                new ConfigField(
                                        "output",
                                        Json.object().put("type", "object"),
                                        false,
                                        "What the execution gives; by default the step's input"),
                                ConfigField.text("reason", "Why it failed"))),
                new Type(
                        "Worker",
                        "Is done by a worker outside",
                        Giving.ANYTHING,
                        List.of(
                                new ConfigField(
                                        "task_type",
                                        Json.object().put("type", "string").put("pattern", "^[A-Za-z0-9_.-]{1,128}$"),
                                        true,
                                        "The type of task that workers poll for"),
                                raw(
                                        "heartbeat_seconds",
                                        integer(1, 43_200),
                                        false,
                                        "How long a worker may be silent; 30 by default"),
                                raw(
                                        "on_silence",
                                        oneOf("offer_again", "fail"),
                                        false,
                                        "Whether another worker gets the task then, or the attempt fails with NoResponse"),
                                raw(
                                        "poll_timeout_seconds",
                                        integer(1, 31_536_000),
                                        false,
                                        "How long it may take until a worker takes the task; then the attempt fails with"
                                                + " NotPolled"),
                                raw(
                                        "domain",
                                        Json.object().put("type", "string").put("pattern", "^[A-Za-z0-9_.-]{1,128}$"),
                                        false,
                                        "Whose workers are to have it, where the start does not say otherwise"),
                                raw(
                                        "max_in_progress",
                                        integer(1, Limits.MOST),
                                        false,
                                        "How many tasks of the type may be with workers, over all executions"),
                                raw(
                                        "rate_limit",
                                        integer(1, Limits.MOST),
                                        false,
                                        "How many tasks of the type are handed out within rate_limit_seconds"),
                                raw(
                                        "rate_limit_seconds",
                                        integer(1, 86_400),
                                        false,
                                        "The time that rate_limit is for; 1 by default"))),
                new Type(
                        "Dynamic",
                        "Does what data tells it to when it begins",
                        Giving.ANYTHING,
                        List.of(new ConfigField(
                                "step", Json.object().put("type", "object"), true, "The step: its type and fields"))));
    }

    private static ConfigField raw(String name, ObjectNode schema, boolean required, String description) {
        return new ConfigField(name, schema, required, description, true);
    }

    private static ObjectNode list(ObjectNode items) {
        ObjectNode schema =
                Json.object().put("type", "array").put("minItems", 1).put("maxItems", MOST);
        schema.set("items", items);
        return schema;
    }

    private static ObjectNode ids() {
        ObjectNode schema = Json.object();
        schema.putArray("type").add("string").add("array");
        schema.putObject("items").put("type", "string");
        return schema.put("maxItems", MOST);
    }

    private static ObjectNode integer(int least, int most) {
        return Json.object().put("type", "integer").put("minimum", least).put("maximum", most);
    }

    private static ObjectNode oneOf(String... words) {
        ObjectNode schema = Json.object();
        List.of(words).forEach(schema.putArray("enum")::add);
        return schema;
    }
}
