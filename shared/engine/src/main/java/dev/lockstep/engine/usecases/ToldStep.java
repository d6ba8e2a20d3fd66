package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Domains;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.Limits;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.Resolved;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.TaskDomains;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Config;
import dev.lockstep.engine.operations.Deadline;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.operations.OperationFailure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A step that data tells when it begins. It is checked as one of a definition is; nothing in it is an expression any more.
 *
 * @param config of an operation, or the times of a wait
 */
record ToldStep(Resolved resolved, Config config) {
    /** What such a step fails with that data does not tell as it should. */
    static final String INVALID = "InvalidStep";

    /** What is recorded of it with each run, in bytes of JSON. */
    private static final int MOST_RECORDED = 4_096;

    /** An attempt of an operation runs within one call of the step function. */
    private static final int MOST_OPERATION_SECONDS = 20;

    private static final int LONGEST_SECONDS = 10 * 366 * 86_400;
    private static final int LONGEST_CORRELATION_ID = 256;
    private static final int MOST_RATE_SECONDS = 86_400;
    private static final int DEFAULT_HEARTBEAT_SECONDS = 30;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final String NAME_RULE = "must be 1 to 128 letters, digits, \"_\", \".\" or \"-\"";
    private static final int MOST_FAULTS = 5;

    /**
     * Reads what data tells.
     *
     * @param planned the task as the plan has it: what it says holds where the data says nothing else
     * @throws OperationFailure where the data tells no such step
     */
    static ToldStep read(JsonNode told, Catalogue catalogue, Stage.Task planned) throws OperationFailure {
        if (!told.isObject()) {
            throw new OperationFailure(INVALID, "the step must be an object, but came to " + shown(told));
        }
        Faults faults = new Faults();
        ToldStep step = new Reading(new Fields(told, "step", faults), catalogue, planned.policy(), faults).step();
        if (!faults.isEmpty()) {
            throw new OperationFailure(INVALID, text(faults.list()));
        }
        long bytes = Json.size(Json.toTree(step.resolved));
        if (bytes > MOST_RECORDED) {
            throw new OperationFailure(
                    INVALID,
                    "what is to be recorded of the step has " + bytes + " bytes of JSON, the most is " + MOST_RECORDED);
        }
        return step;
    }

    private static String shown(JsonNode told) {
        String text = Json.write(told);
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private static String text(List<Fault> faults) {
        List<String> first = faults.stream()
                .limit(MOST_FAULTS)
                .map(fault -> fault.path() + ": " + fault.message())
                .toList();
        return String.join("; ", first);
    }

    /** The turn at a run that came to be this. */
    Turn in(Turn turn) {
        return turn.as(resolved).with(config);
    }

    /** Reads the fields of one. */
    private record Reading(Fields fields, Catalogue catalogue, Policy planned, Faults faults) {
        ToldStep step() {
            fields.require("type");
            String type = fields.text("type", 128).orElse("");
            ObjectNode label = fields.object("label")
                    .filter(ObjectNode.class::isInstance)
                    .map(ObjectNode.class::cast)
                    .orElseGet(Json::object);
            RetryPolicy retry = fields.any("retry")
                    .map(policy -> RetryPolicy.read(policy, fields.at("retry"), LONGEST_SECONDS, faults))
                    .orElse(planned.retry());
            OnError onError = fields.any("on_error").map(this::onError).orElse(OnError.FAIL);
            return switch (type) {
                case "Worker" -> told(type, worker(), retry, seconds(LONGEST_SECONDS), onError, label);
                case "Workflow" -> told(type, workflow(), retry, seconds(LONGEST_SECONDS), onError, label);
                case "Await" -> await(onError, label);
                default -> operation(type, retry, onError, label);
            };
        }

        private OnError onError(JsonNode word) {
            return switch (word.asString("")) {
                case "fail" -> OnError.FAIL;
                case "continue" -> OnError.CONTINUE;
                case "continue_with_details" -> OnError.CONTINUE_WITH_DETAILS;
                default -> {
                    faults.add(fields.at("on_error"), "must be one of fail, continue, continue_with_details");
                    yield OnError.FAIL;
                }
            };
        }

        private int seconds(int most) {
            return fields.integer("timeout_seconds", 1, most).orElse(Math.min(planned.timeoutSeconds(), most));
        }

        private ToldStep told(
                String type, Activity activity, RetryPolicy retry, int seconds, OnError onError, ObjectNode label) {
            fields.refuseOthers();
            return new ToldStep(new Resolved(type, activity, retry, seconds, onError, label), Config.of(Json.object()));
        }

        private Activity worker() {
            String silence = fields.text("on_silence", 32).orElse("offer_again");
            if (!silence.equals("offer_again") && !silence.equals("fail")) {
                faults.add(fields.at("on_silence"), "must be one of offer_again, fail");
            }
            return new Activity.Worker(
                            name("task_type"),
                            fields.integer("heartbeat_seconds", 1, LONGEST_SECONDS)
                                    .orElse(DEFAULT_HEARTBEAT_SECONDS),
                            silence.equals("fail")
                                    ? Activity.Worker.OnSilence.FAIL
                                    : Activity.Worker.OnSilence.OFFER_AGAIN,
                            fields.integer("poll_timeout_seconds", 1, LONGEST_SECONDS))
                    .within(limits())
                    .in(fields.text("domain", 128).filter(this::isDomain));
        }

        private Optional<Limits> limits() {
            Optional<Integer> tasks = fields.integer("rate_limit", 1, Limits.MOST);
            Optional<Integer> seconds = fields.integer("rate_limit_seconds", 1, MOST_RATE_SECONDS);
            if (tasks.isEmpty() && seconds.isPresent()) {
                faults.add(fields.at("rate_limit_seconds"), "goes with rate_limit");
            }
            return Limits.of(
                    fields.integer("max_in_progress", 1, Limits.MOST),
                    tasks.map(most -> Limits.Rate.of(most, seconds.orElse(1))));
        }

        private boolean isDomain(String name) {
            boolean isOne = NAME.matcher(name).matches();
            if (!isOne) {
                faults.add(fields.at("domain"), NAME_RULE);
            }
            return isOne;
        }

        private Activity workflow() {
            return new Activity.SubWorkflow(
                    new WorkflowId(name("workflow_id")),
                    fields.integer("version", 1, Integer.MAX_VALUE),
                    fields.truth("wait").orElse(true),
                    fields.text("correlation_id", LONGEST_CORRELATION_ID),
                    fields.integer("priority", 0, 99),
                    Optional.of(TaskDomains.read(fields, faults)).filter(domains -> !domains.equals(Domains.NONE)));
        }

        private String name(String field) {
            fields.require(field);
            String name = fields.text(field, 128).orElse("");
            if (!name.isEmpty() && !NAME.matcher(name).matches()) {
                faults.add(fields.at(field), NAME_RULE);
            }
            return name;
        }

        private ToldStep await(OnError onError, ObjectNode label) {
            String signal = name("signal");
            fields.any("on_timeout");
            ObjectNode rest = fields.rest();
            Config config = rest.isEmpty()
                    ? Config.of(Json.object())
                    : Config.given(rest, catalogue.find("Wait").orElseThrow(), "step", faults);
            Activity await = new Activity.Await(
                    signal,
                    Optional.empty(),
                    Deadline.isIn(rest),
                    fields.text("on_timeout", 32).orElse("").equals("continue")
                            ? Activity.Await.AtDeadline.CONTINUE
                            : Activity.Await.AtDeadline.FAIL);
            return new ToldStep(
                    new Resolved("Await", await, RetryPolicy.NONE, planned.timeoutSeconds(), onError, label), config);
        }

        private ToldStep operation(String type, RetryPolicy retry, OnError onError, ObjectNode label) {
            int seconds = seconds(MOST_OPERATION_SECONDS);
            Optional<Operation> operation = catalogue.find(type).filter(Operation::isRun);
            if (operation.isEmpty()) {
                faults.add(fields.at("type"), "\"" + type + "\" is no type of step that data may tell");
                return told(type, new Activity.Operation(), retry, seconds, onError, label);
            }
            Config config = Config.given(fields.rest(), operation.get(), "step", faults);
            return new ToldStep(new Resolved(type, new Activity.Operation(), retry, seconds, onError, label), config);
        }
    }
}
