package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.expression.Template;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes dynamic tasks of plain ones: the plan leaves to data, told when the task begins, what the task does and how often it is tried.
 * Whoever foretells what is to become of an execution keeps to the plain one, since both are to do the same.
 */
record Told(SplittableRandom chance) {
    private static final int MOST_OPERATION_SECONDS = 20;

    /** The task as the plan is to have it: now and then a dynamic one. */
    Stage.Task now(Stage.Task task) {
        return chance.nextInt(4) == 0
                ? step(task).map(step -> dynamic(task, step)).orElse(task)
                : task;
    }

    private Optional<ObjectNode> step(Stage.Task task) {
        return switch (task.activity()) {
            case Activity.Worker worker -> Optional.of(worker(worker));
            case Activity.SubWorkflow workflow -> {
                ObjectNode step = Json.object()
                        .put("type", "Workflow")
                        .put("workflow_id", "${'" + workflow.workflow().value() + "'}")
                        .put("wait", workflow.waits());
                workflow.version().ifPresent(version -> step.put("version", version));
                yield Optional.of(step);
            }
            case Activity.Await await -> {
                ObjectNode step = Json.object().put("type", "Await").put("signal", "${'" + await.signal() + "'}");
                if (await.hasDeadline()) {
                    fields(task, step)
                            .put("on_timeout", await.atDeadline().name().toLowerCase(Locale.ROOT));
                }
                yield Optional.of(step);
            }
            case Activity.Operation operation ->
                Optional.of(fields(task, Json.object().put("type", "${'" + task.type() + "'}")))
                        .filter(step -> task.policy().timeoutSeconds() <= MOST_OPERATION_SECONDS);
            default -> Optional.empty();
        };
    }

    private ObjectNode worker(Activity.Worker worker) {
        ObjectNode step = Json.object()
                .put("type", chance.nextBoolean() ? "Worker" : "${'Work' & 'er'}")
                .put("task_type", "${'" + worker.taskType() + "'}")
                .put("heartbeat_seconds", worker.heartbeatSeconds());
        worker.domain().ifPresent(domain -> step.put("domain", domain));
        worker.limits().ifPresent(limits -> {
            limits.inProgress().ifPresent(most -> step.put("max_in_progress", most));
            limits.rate()
                    .ifPresent(rate -> step.put("rate_limit", rate.tasks())
                            .put("rate_limit_seconds", (int) (rate.periodMillis() / 1_000)));
        });
        return step;
    }

    private static ObjectNode fields(Stage.Task task, ObjectNode step) {
        task.config()
                .source()
                .path("templates")
                .properties()
                .forEach(field -> step.set(field.getKey(), field.getValue()));
        return step;
    }

    private static Stage.Task dynamic(Stage.Task task, ObjectNode step) {
        if (!(task.activity() instanceof Activity.Await)) {
            step.put("timeout_seconds", task.policy().timeoutSeconds());
            step.set("retry", json(task.policy().retry()));
        }
        Policy untold = new Policy(
                RetryPolicy.NONE,
                1,
                task.policy().onError(),
                task.policy().compensation(),
                task.policy().credits(),
                task.policy().startDelaySeconds(),
                task.policy().totalSeconds());
        return new Stage.Task(
                task.id(),
                "Dynamic",
                new Activity.Dynamic(Template.of(step)),
                task.input(),
                task.config(),
                task.when(),
                task.forEach(),
                untold,
                task.place());
    }

    private static ObjectNode json(RetryPolicy retry) {
        ObjectNode json = Json.object()
                .put("max_attempts", retry.maxAttempts())
                .put("backoff", retry.backoff().name().toLowerCase(Locale.ROOT))
                .put("delay_seconds", retry.delaySeconds())
                .put("max_delay_seconds", retry.maxDelaySeconds());
        retry.on().forEach(json.putArray("on")::add);
        return json;
    }
}
