package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.JsonSchema;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Domains;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.Limits;
import dev.lockstep.engine.definition.PlanBuilder;
import dev.lockstep.engine.definition.TaskDomains;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Config;
import dev.lockstep.engine.operations.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Compiles what a step does, as far as it is no operation. The fields' own types have been checked. */
final class ActivityCompiler {
    private static final int DEFAULT_HEARTBEAT_SECONDS = 30;

    private final StepGraph graph;
    private final Faults faults;

    /** What of a step that starts another workflow may be told by data. */
    private static final List<String> TOLD_OF_WORKFLOWS =
            List.of("workflow_id", "correlation_id", "priority", "task_domains");

    ActivityCompiler(StepGraph graph, Faults faults) {
        this.graph = graph;
        this.faults = faults;
    }

    Activity compile(StepDefinition step, Config config) {
        return switch (step.type()) {
            case "Choice" -> choice(step);
            case "Join" -> merge(step);
            case "Loop" -> loop(step);
            case "Dynamic" -> new Activity.Dynamic(template(step.config().path("step"), step.at("step")));
            case "Workflow" ->
                TOLD_OF_WORKFLOWS.stream().anyMatch(field -> isTold(step, field)) ? told(step) : workflow(step, config);
            case "Worker" -> isTold(step, "task_type") ? told(step) : worker(step);
            case "Await" -> await(step, config);
            case "SetVariables" -> new Activity.SetVariables();
            case "Terminate" ->
                new Activity.Terminate(
                        step.config().path("status").asString("").equals("FAILED")
                                ? Activity.Terminate.Ending.FAILED
                                : Activity.Terminate.Ending.COMPLETED);
            default -> new Activity.Operation();
        };
    }

    private Optional<Limits> limits(StepDefinition step) {
        Optional<Integer> tasks = number(step, "rate_limit");
        Optional<Integer> seconds = number(step, "rate_limit_seconds");
        if (tasks.isEmpty() && seconds.isPresent()) {
            faults.add(step.at("rate_limit_seconds"), "goes with rate_limit");
        }
        return Limits.of(number(step, "max_in_progress"), tasks.map(most -> Limits.Rate.of(most, seconds.orElse(1))));
    }

    private static Optional<Integer> number(StepDefinition step, String field) {
        return Optional.ofNullable(step.config().get(field))
                .filter(JsonNode::canConvertToInt)
                .map(JsonNode::intValue)
                .filter(number -> number > 0);
    }

    private static boolean isTold(StepDefinition step, String field) {
        return !template(step.config().path(field), step.at(field)).isLiteral();
    }

    /** What is wrong with it, its own field tells. */
    private static Template template(JsonNode data, String path) {
        return Template.parse(data, path, new Faults());
    }

    /** Its fields are those of the step that it turns out to be. */
    private static Activity told(StepDefinition step) {
        ObjectNode all = Json.object().put("type", step.type());
        step.config().properties().forEach(field -> all.set(field.getKey(), field.getValue()));
        return new Activity.Dynamic(template(all, step.path()));
    }

    private Activity workflow(StepDefinition step, Config config) {
        return new Activity.SubWorkflow(
                new WorkflowId(step.config().path("workflow_id").asString("")),
                config.raw("version").filter(JsonNode::canConvertToInt).map(JsonNode::intValue),
                config.raw("wait").map(JsonNode::asBoolean).orElse(true),
                Optional.of(step.config().path("correlation_id").asString("")).filter(id -> !id.isEmpty()),
                Optional.of(step.config().path("priority"))
                        .filter(JsonNode::canConvertToInt)
                        .map(JsonNode::intValue),
                domains(step));
    }

    private Optional<Domains> domains(StepDefinition step) {
        return step.config().path("task_domains").isObject()
                ? Optional.of(TaskDomains.read(new Fields(step.config(), step.path(), faults), faults))
                        .filter(domains -> !domains.equals(Domains.NONE))
                : Optional.empty();
    }

    private Activity worker(StepDefinition step) {
        return new Activity.Worker(
                        step.config().path("task_type").asString(""),
                        step.config().path("heartbeat_seconds").asInt(DEFAULT_HEARTBEAT_SECONDS),
                        step.config().path("on_silence").asString("").equals("fail")
                                ? Activity.Worker.OnSilence.FAIL
                                : Activity.Worker.OnSilence.OFFER_AGAIN,
                        number(step, "poll_timeout_seconds"))
                .within(limits(step))
                .in(Optional.of(step.config().path("domain").asString("")).filter(name -> !name.isEmpty()));
    }

    private Activity choice(StepDefinition step) {
        List<Activity.Case> cases = new ArrayList<>();
        Set<String> named = new LinkedHashSet<>();
        int i = 0;
        for (JsonNode way : step.config().path("choices")) {
            String path = step.at("choices[" + i++ + "]");
            Fields fields = new Fields(way, path, faults);
            fields.require("when");
            fields.require("next");
            Template when = fields.any("when")
                    .map(condition -> StepParser.condition(condition, fields.at("when"), faults))
                    .orElseGet(ActivityCompiler::never);
            List<String> next = fields.any("next").map(Scope::targets).orElse(List.of());
            fields.refuseOthers();
            check(step, next, fields.at("next"));
            named.addAll(next);
            cases.add(new Activity.Case(when, next));
        }
        List<String> otherwise = Scope.targets(step.config().path("default"));
        check(step, otherwise, step.at("default"));
        named.addAll(otherwise);
        graph.asWritten().stream()
                .filter(other -> graph.before(other.id()).contains(step.id()) && !named.contains(other.id()))
                .forEach(other -> faults.add(
                        step.at("choices"),
                        "no case leads to step \"" + other.id() + "\", which comes after the choice; name it in a case,"
                                + " or say what it comes after"));
        return new Activity.Choice(cases, otherwise);
    }

    private static Template never() {
        return Template.of(JsonNodeFactory.instance.booleanNode(false));
    }

    private void check(StepDefinition step, List<String> next, String path) {
        for (String target : next) {
            if (!graph.has(target) || target.equals(step.id())) {
                faults.add(path, "there is no other step \"" + target + "\" beside the choice");
            } else if (!graph.before(target).contains(step.id())) {
                faults.add(path, "step \"" + target + "\" does not name the choice in its \"after\"");
            }
        }
    }

    private Activity merge(StepDefinition step) {
        List<String> sources = graph.before(step.id());
        String mode = step.config().path("mode").asString("wait_all");
        JsonNode count = step.config().path("count");
        if (step.input().isPresent()) {
            faults.add(step.at("input"), "a Join gives what the steps before it gave, and takes no input");
        }
        if (sources.isEmpty()) {
            faults.add(step.at("after"), "a Join waits for the steps before it, and there are none");
        }
        if (!graph.failuresBefore(step.id()).isEmpty()) {
            faults.add(step.path(), "no failure can lead to a Join; have it lead to a step before it");
        }
        if (mode.equals("wait_n") != count.isInt()) {
            faults.add(step.at("count"), "goes with mode wait_n, and only with it");
        }
        int needed = switch (mode) {
            case "wait_any" -> 1;
            case "wait_n" -> count.asInt(1);
            default -> sources.size();
        };
        if (needed > sources.size() && !sources.isEmpty()) {
            faults.add(step.at("count"), "is more than the " + sources.size() + " steps before it");
        }
        if (needed < sources.size() && sources.size() > PlanBuilder.JOIN_WIDTH) {
            faults.add(
                    step.at("after"),
                    "a Join that does not wait for all takes at most " + PlanBuilder.JOIN_WIDTH + " steps");
        }
        return new Activity.Merge(sources, Math.clamp(needed, 1, Math.max(1, sources.size())));
    }

    private Activity loop(StepDefinition step) {
        JsonNode config = step.config();
        boolean until = config.has("until");
        if (until == config.has("while")) {
            faults.add(step.path(), "a Loop takes just one of while, until");
        }
        String field = until ? "until" : "while";
        Template condition =
                config.has(field) ? StepParser.condition(config.get(field), step.at(field), faults) : never();
        int most = config.path("max_iterations").asInt(1);
        return new Activity.Loop(condition, until, !until, most, List.of(), List.of());
    }

    private Activity await(StepDefinition step, Config config) {
        Optional<JsonNode> schema = Optional.ofNullable(step.config().get("schema"));
        schema.ifPresent(any -> JsonSchema.compile(any, step.at("schema"), faults));
        boolean deadline = config.hasAnyOf(Deadline.FIELDS);
        if (!deadline && step.config().has("on_timeout")) {
            faults.add(step.at("on_timeout"), "goes with one of " + String.join(", ", Deadline.FIELDS));
        }
        return new Activity.Await(
                step.config().path("signal").asString(step.id()),
                schema,
                deadline,
                step.config().path("on_timeout").asString("").equals("continue")
                        ? Activity.Await.AtDeadline.CONTINUE
                        : Activity.Await.AtDeadline.FAIL);
    }
}
