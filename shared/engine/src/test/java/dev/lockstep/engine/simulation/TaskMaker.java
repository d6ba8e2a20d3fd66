package dev.lockstep.engine.simulation;

import static dev.lockstep.engine.simulation.Expressions.sumOf;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.ForEach;
import dev.lockstep.engine.definition.Limits;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Place;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Config;
import dev.lockstep.engine.simulation.Draft.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes tasks of drafts. */
final class TaskMaker {
    private static final Config NO_CONFIG = Config.of(Json.object());

    private final SplittableRandom chance;
    private final List<Draft> drafts;
    private final Map<String, Script> scripts = new LinkedHashMap<>();

    TaskMaker(SplittableRandom chance, List<Draft> drafts) {
        this.chance = chance;
        this.drafts = drafts;
    }

    Map<String, Script> scripts() {
        return scripts;
    }

    Stage.Task task(Draft draft) {
        int timeout = draft.kind == Kind.WORKER ? patience() : 1 + chance.nextInt(30);
        if (draft.kind == Kind.OPERATION) {
            scripts.put(draft.id, script(draft, timeout));
        }
        Policy policy = new Policy(retry(draft), timeout, draft.onError, draft.undo, 1)
                .puttingOff(startDelay())
                .within(total(draft));
        Place place = draft.within.map(Place.NOWHERE::within).orElse(Place.NOWHERE);
        return new Stage.Task(
                draft.id,
                type(draft),
                activity(draft),
                input(draft),
                config(draft),
                when(draft),
                draft.each ? Optional.of(forEach(draft)) : Optional.empty(),
                policy,
                place);
    }

    /** How long a task may be with workers: so long, now and then, that it is offered again when its message was lost. */
    private int patience() {
        return chance.nextInt(4) == 0 ? 2 * 86_400 : 10 + chance.nextInt(600);
    }

    private Optional<Integer> startDelay() {
        return chance.nextInt(12) == 0 ? Optional.of(1 + seconds()) : Optional.empty();
    }

    /** How long all attempts may take: often so short that not all of the policy are made. */
    private Optional<Integer> total(Draft draft) {
        boolean tries = draft.kind == Kind.OPERATION || draft.kind == Kind.WORKER || draft.kind == Kind.SUB_WORKFLOW;
        return tries && chance.nextInt(6) == 0 ? Optional.of(5 + chance.nextInt(300)) : Optional.empty();
    }

    /** The task that undoes another. */
    Stage.Task undoing(Draft draft) {
        String id = draft.undo.orElseThrow();
        scripts.put(id, new Script(chance.nextInt(6) == 0 ? 1 : 0, false, Script.FLAKY, Duration.ofSeconds(1)));
        RetryPolicy retry = new RetryPolicy(1 + chance.nextInt(2), Backoff.FIXED, 5, 5, List.of());
        return new Stage.Task(
                id,
                operation(),
                new Activity.Operation(),
                new StageInput.OutputOf(draft.id),
                NO_CONFIG,
                Optional.empty(),
                Optional.empty(),
                Policy.of(retry, 5),
                Place.NOWHERE.undoing(draft.id));
    }

    private String type(Draft draft) {
        return switch (draft.kind) {
            case OPERATION -> operation();
            case WAIT -> "Wait";
            case CHOICE, MERGE, SET_VARIABLES, TERMINATE, AWAIT, WORKER, SUB_WORKFLOW, LOOP -> draft.kind.name();
        };
    }

    private String operation() {
        return chance.nextBoolean() ? TestOperation.EFFECT : TestOperation.PURE;
    }

    private Activity activity(Draft draft) {
        return switch (draft.kind) {
            case OPERATION, WAIT -> new Activity.Operation();
            case CHOICE -> choice(draft);
            case MERGE ->
                new Activity.Merge(
                        draft.sources(),
                        1 + chance.nextInt(Math.max(1, draft.sources().size())));
            case SET_VARIABLES -> new Activity.SetVariables();
            case TERMINATE ->
                new Activity.Terminate(
                        chance.nextBoolean() ? Activity.Terminate.Ending.COMPLETED : Activity.Terminate.Ending.FAILED);
            case AWAIT ->
                new Activity.Await(
                        draft.id,
                        Optional.empty(),
                        chance.nextBoolean(),
                        chance.nextBoolean() ? Activity.Await.AtDeadline.CONTINUE : Activity.Await.AtDeadline.FAIL);
            case WORKER -> worker();
            case SUB_WORKFLOW ->
                new Activity.SubWorkflow(
                        Simulation.CHILD,
                        chance.nextBoolean() ? Optional.of(1) : Optional.empty(),
                        chance.nextInt(4) != 0);
            case LOOP -> loop(draft);
        };
    }

    /** There is a type of which workers have one at a time, and one of which they have as many as there are. */
    private Activity worker() {
        int type = chance.nextInt(3);
        Activity.Worker worker = new Activity.Worker("t" + type, 1 + chance.nextInt(30));
        worker = worker.in(chance.nextInt(4) == 0 ? Optional.of("d") : Optional.empty());
        return type == 2 ? worker.within(Limits.of(Optional.of(1), Optional.empty())) : worker;
    }

    private Activity choice(Draft draft) {
        List<String> next = drafts.stream()
                .filter(other -> other.after.contains(draft.id))
                .map(other -> other.id)
                .toList();
        List<Activity.Case> cases = new ArrayList<>();
        for (int i = 0; i < 1 + chance.nextInt(2); i++) {
            cases.add(new Activity.Case(condition(draft), some(next)));
        }
        return new Activity.Choice(cases, some(next));
    }

    private List<String> some(List<String> of) {
        return of.stream().filter(any -> chance.nextInt(3) != 0).toList();
    }

    private Activity loop(Draft draft) {
        List<Draft> within = drafts.stream()
                .filter(other -> other.within.equals(Optional.of(draft.id)))
                .toList();
        boolean until = chance.nextBoolean();
        boolean byData = chance.nextBoolean();
        String last = within.getLast().id;
        int most = chance.nextInt(4);
        String rounds = "($exists(steps." + draft.id + ".iteration) ? steps." + draft.id + ".iteration : 0)";
        Template condition = byData
                ? Expressions.condition(
                        "${" + sumOf(last) + " % 3 " + (until ? "= 0" : "!= 0") + "}",
                        view -> (view.sum(last) % 3 == 0) == until)
                : Expressions.condition(
                        "${" + rounds + (until ? " >= " : " < ") + most + "}",
                        view -> (view.rounds(draft.id) >= most) == until);
        boolean testsFirst = !byData && chance.nextBoolean();
        return new Activity.Loop(
                condition, until, testsFirst, byData ? 4 : Math.max(1, most + chance.nextInt(2)), List.of(), List.of());
    }

    private Config config(Draft draft) {
        return switch (draft.kind) {
            case WAIT -> config("seconds", JsonNodeFactory.instance.numberNode(seconds()));
            case AWAIT -> config("seconds", JsonNodeFactory.instance.numberNode(10 + chance.nextInt(300)));
            case SET_VARIABLES -> config("variables", variables(draft));
            case OPERATION, CHOICE, MERGE, TERMINATE, WORKER, SUB_WORKFLOW, LOOP -> NO_CONFIG;
        };
    }

    private int seconds() {
        return chance.nextInt(8) == 0 ? 900 + chance.nextInt(4_000) : chance.nextInt(120);
    }

    private static Config config(String name, JsonNode value) {
        ObjectNode source = Json.object();
        source.putObject("templates").set(name, value);
        return Config.of(source);
    }

    /** One variable of its own, which it counts on in the next round. */
    private JsonNode variables(Draft draft) {
        String name = "v" + draft.id;
        if (!isForetold()) {
            JsonNode one = Json.object().put(name, 1);
            return Expressions.literal(one).source();
        }
        ObjectNode source = Json.object().put(name, "${" + valueOf(name) + " + 1}");
        Expressions.template(
                source,
                view -> Json.object()
                        .put(name, view.variable(name).map(JsonNode::asInt).orElse(0) + 1));
        return source;
    }

    /** Whether what sets variables has always set them when somebody reads them: not so where a merge does not wait for all. */
    private boolean isForetold() {
        return drafts.stream().noneMatch(draft -> draft.kind == Kind.MERGE);
    }

    private static String valueOf(String variable) {
        return "($exists(variables." + variable + ") ? variables." + variable + " : 0)";
    }

    private ForEach forEach(Draft draft) {
        ForEach.Tolerance tolerated = switch (chance.nextInt(5)) {
            case 0 -> new ForEach.Tolerance(1, 0);
            case 1 -> new ForEach.Tolerance(0, 50);
            default -> ForEach.Tolerance.NONE;
        };
        int most = draft.wide ? chance.nextInt(3) * 40 : chance.nextInt(4);
        return new ForEach(items(draft), most, tolerated);
    }

    private Template items(Draft draft) {
        Optional<Draft> lister = drafts.stream()
                .filter(other -> other.each && draft.after.contains(other.id))
                .findFirst();
        if (lister.isPresent() && chance.nextBoolean()) {
            String id = lister.get().id;
            return Expressions.template(
                    JsonNodeFactory.instance.stringNode("${steps." + id + ".output}"),
                    view -> view.output(id).orElseGet(JsonNodeFactory.instance::nullNode));
        }
        ArrayNode items = Json.array();
        int size = draft.wide ? 101 + chance.nextInt(110) : chance.nextInt(5);
        for (int i = 0; i < size; i++) {
            items.add(Json.object().put("sum", chance.nextInt(9)));
        }
        return Expressions.literal(items);
    }

    private Script script(Draft draft, int timeout) {
        int failures = switch (chance.nextInt(40)) {
            case 0 -> Integer.MAX_VALUE - 1;
            case 1, 2, 3, 4, 5 -> 1 + chance.nextInt(2);
            default -> draft.onError == OnError.FAIL ? 0 : chance.nextInt(3) * 2;
        };
        String error = chance.nextInt(4) == 0 ? Script.TIMED_OUT : Script.FLAKY;
        return new Script(failures, chance.nextBoolean(), error, Duration.ofMillis(chance.nextInt(timeout * 900)));
    }

    private RetryPolicy retry(Draft draft) {
        int attempts = 2 + chance.nextInt(3);
        if (draft.onError != OnError.FAIL) {
            return chance.nextBoolean() ? RetryPolicy.NONE : new RetryPolicy(2, Backoff.FIXED, 1, 1, List.of());
        }
        return switch (chance.nextInt(10)) {
            case 0 -> RetryPolicy.NONE;
            case 1 -> new RetryPolicy(attempts, Backoff.FIXED, 900 + chance.nextInt(3_000), 86_400, List.of());
            case 2 -> new RetryPolicy(attempts, Backoff.EXPONENTIAL, 600, 3_600, List.of());
            case 3 -> new RetryPolicy(attempts, Backoff.FIXED, 5, 60, List.of(Script.FLAKY));
            case 4, 5, 6 -> new RetryPolicy(attempts, Backoff.EXPONENTIAL, 1 + chance.nextInt(10), 60, List.of());
            default -> new RetryPolicy(attempts, Backoff.FIXED, chance.nextInt(30), 20, List.of());
        };
    }

    private StageInput input(Draft draft) {
        if (draft.each && chance.nextInt(3) != 0) {
            return chance.nextBoolean()
                    ? new StageInput.OfItem()
                    : new StageInput.Own(Expressions.number(
                            "${($exists(item.sum) ? item.sum : 0) + index}",
                            view -> view.item().path("sum").asInt(0) + view.index()));
        }
        if (chance.nextInt(6) == 0 && draft.kind != Kind.SUB_WORKFLOW && draft.kind != Kind.MERGE) {
            return new StageInput.Own(own(draft));
        }
        List<String> sources = draft.sources();
        return switch (sources.size()) {
            case 0 -> draft.within.<StageInput>map(StageInput.OfLoop::new).orElseGet(StageInput.OfExecution::new);
            case 1 -> new StageInput.OutputOf(sources.getFirst());
            default -> new StageInput.OutputsOf(sources);
        };
    }

    private Template own(Draft draft) {
        List<Draft> setters = drafts.stream()
                .filter(other -> other.kind == Kind.SET_VARIABLES)
                .toList();
        if (isForetold() && !setters.isEmpty() && chance.nextInt(4) != 0) {
            String name = "v" + setters.get(chance.nextInt(setters.size())).id;
            return Expressions.number(
                    "${" + valueOf(name) + "}",
                    view -> view.variable(name).map(JsonNode::asInt).orElse(0));
        }
        return draft.after.isEmpty() ? number() : sum(one(draft.after));
    }

    private static Template number() {
        return Expressions.number("${($exists(input.n) ? input.n : 0) + 1}", view -> view.n() + 1);
    }

    private static Template sum(String stage) {
        return Expressions.number("${" + sumOf(stage) + "}", view -> view.sum(stage));
    }

    private Optional<Template> when(Draft draft) {
        if (draft.kind == Kind.MERGE || chance.nextInt(5) != 0) {
            return Optional.empty();
        }
        return Optional.of(condition(draft));
    }

    private Template condition(Draft draft) {
        String before = draft.after.isEmpty() ? "" : one(draft.after);
        return switch (chance.nextInt(before.isEmpty() ? 3 : 6)) {
            case 0 -> Expressions.literal(JsonNodeFactory.instance.booleanNode(true));
            case 1 -> Expressions.literal(JsonNodeFactory.instance.booleanNode(false));
            case 2 -> Expressions.condition("${($exists(input.n) ? input.n : 0) % 2 = 0}", view -> view.n() % 2 == 0);
            case 3 ->
                Expressions.condition(
                        "${steps." + before + ".status = 'COMPLETED'}",
                        view -> view.status(before).equals("COMPLETED"));
            default -> Expressions.condition("${" + sumOf(before) + " % 2 = 0}", view -> view.sum(before) % 2 == 0);
        };
    }

    private String one(List<String> of) {
        return of.get(chance.nextInt(of.size()));
    }
}
