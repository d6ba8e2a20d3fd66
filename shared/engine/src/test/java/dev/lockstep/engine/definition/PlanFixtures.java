package dev.lockstep.engine.definition;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Config;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Plans for tests, written as {@code plan("a", "b<a", "c<a", "d<b,c")}: each stage with the stages before it. */
public final class PlanFixtures {
    private static final Config NO_CONFIG =
            Config.parse(Json.object(), Catalogue.builtIn().find("Echo").orElseThrow(), "", new Faults());

    private PlanFixtures() {}

    public static Plan plan(String... stages) {
        return plan(RetryPolicy.NONE, stages);
    }

    public static Plan plan(RetryPolicy retry, String... stages) {
        return planOf("Echo", retry, stages);
    }

    public static Plan planOf(String type, RetryPolicy retry, String... stages) {
        PlanBuilder builder = new PlanBuilder();
        for (String stage : stages) {
            String[] parts = stage.split("<", 2);
            List<String> after = parts.length == 1 ? List.of() : Arrays.asList(parts[1].split(",", -1));
            builder.add(echo(type, parts[0], after, retry), after);
        }
        return builder.build(Json.object().put("type", "object"));
    }

    private static Stage.Task echo(String type, String id, List<String> after, RetryPolicy retry) {
        StageInput input = switch (after.size()) {
            case 0 -> new StageInput.OfExecution();
            case 1 -> new StageInput.OutputOf(after.getFirst());
            default -> new StageInput.OutputsOf(after);
        };
        return task(id, type, input, NO_CONFIG, Policy.of(retry, 1));
    }

    /** A plan of one stage that waits. */
    public static Plan waiting(Duration duration) {
        Config config = Config.parse(
                Json.object().put("duration", duration.toString()),
                Catalogue.builtIn().find("Wait").orElseThrow(),
                "",
                new Faults());
        Stage.Task wait = task("wait", "Wait", new StageInput.OfExecution(), config, Policy.of(RetryPolicy.NONE, 1));
        return new PlanBuilder().add(wait, List.of()).build(Json.object().put("type", "object"));
    }

    /** A plan of a task for workers, with a heartbeat each 30 seconds, and an echo of what it gives behind it. */
    public static Plan worker(String taskType, int timeoutSeconds, RetryPolicy retry) {
        return new PlanBuilder()
                .add(work("work", taskType, new StageInput.OfExecution(), Policy.of(retry, timeoutSeconds)), List.of())
                .add(echo("Echo", "after", List.of("work"), RetryPolicy.NONE), List.of("work"))
                .build(Json.object().put("type", "object"));
    }

    /** A plan of tasks for workers, one after the other. */
    public static Plan workers(String taskType, String first, String second) {
        Policy policy = Policy.of(RetryPolicy.NONE, 600);
        return new PlanBuilder()
                .add(work(first, taskType, new StageInput.OfExecution(), policy), List.of())
                .add(work(second, taskType, new StageInput.OutputOf(first), policy), List.of(first))
                .build(Json.object().put("type", "object"));
    }

    /** A plan of a task for workers, {@code work}, without anything behind it. */
    public static Plan worker(Activity.Worker worker, int timeoutSeconds, RetryPolicy retry) {
        Policy policy = Policy.of(retry, timeoutSeconds);
        return new PlanBuilder()
                .add(
                        task("work", "Worker", new StageInput.OfExecution(), NO_CONFIG, policy)
                                .doing(worker),
                        List.of())
                .build(Json.object().put("type", "object"));
    }

    /** A plan of a task for workers that is undone, and beside it an effect that may fail. */
    public static Plan undoneWorker(String taskType) {
        Policy undone = new Policy(RetryPolicy.NONE, 600, OnError.FAIL, Optional.of("undo"), 1);
        Policy once = Policy.of(RetryPolicy.NONE, 5);
        Stage.Task undo = task("undo", "Echo", new StageInput.OutputOf("work"), NO_CONFIG, once);
        return new PlanBuilder()
                .add(work("work", taskType, new StageInput.OfExecution(), undone), List.of())
                .add(task("fails", "Test.Effect", new StageInput.OfExecution(), NO_CONFIG, once), List.of())
                .addCompensation(undo.at(Place.NOWHERE.undoing("work")))
                .build(Json.object().put("type", "object"));
    }

    private static Stage.Task work(String id, String taskType, StageInput input, Policy policy) {
        return task(id, "Worker", input, NO_CONFIG, policy).doing(new Activity.Worker(taskType, 30));
    }

    /** A task that runs an operation. */
    public static Stage.Task task(String id, String type, StageInput input, Config config, Policy policy) {
        return new Stage.Task(
                id,
                type,
                new Activity.Operation(),
                input,
                config,
                Optional.empty(),
                Optional.empty(),
                policy,
                Place.NOWHERE);
    }
}
