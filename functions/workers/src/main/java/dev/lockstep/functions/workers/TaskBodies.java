package dev.lockstep.functions.workers;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.usecases.PollTasks;
import dev.lockstep.engine.usecases.ReportTask.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What workers send, and what they get. */
final class TaskBodies {
    private static final int MOST_TASKS = 10;
    private static final int LONGEST_WAIT_SECONDS = 20;
    private static final int MOST_NAME = 128;
    private static final int MOST_TOKEN = 4_096;
    private static final int MOST_CREDITS = 1_000_000;

    private TaskBodies() {}

    /** What came of a task. */
    record Told(String token, Report report) {}

    static PollTasks.Request poll(String type, HttpRequest request) {
        return request.fields((body, faults) -> new PollTasks.Request(
                type,
                body.integer("max", 1, MOST_TASKS).orElse(1),
                Duration.ofSeconds(
                        body.integer("wait_seconds", 0, LONGEST_WAIT_SECONDS).orElse(LONGEST_WAIT_SECONDS)),
                body.text("worker", MOST_NAME),
                body.text("domain", MOST_NAME)));
    }

    static ObjectNode tasks(List<PollTasks.Task> tasks) {
        ObjectNode body = Json.object();
        ArrayNode views = body.putArray("tasks");
        tasks.forEach(task -> views.add(view(task)));
        return body;
    }

    private static ObjectNode view(PollTasks.Task task) {
        StageRunKey run = task.step().run();
        ObjectNode view = Json.object()
                .put("task_token", task.token())
                .put("type", task.type())
                .put("workflow_id", task.step().workflow().workflow().value())
                .put("execution_id", task.step().execution().value())
                .put("step", run.stage());
        if (run.iteration().depth() > 1) {
            view.put("iteration", run.iteration().toString());
        }
        view.put("attempt", task.attempt());
        view.set("input", task.input());
        return view.put("idempotency_key", task.idempotencyKey())
                .put("lease_expires_at", Times.format(task.leaseUntil()))
                .put("timeout_at", Times.format(task.timesOutAt()));
    }

    static String token(HttpRequest request) {
        return request.fields((body, faults) -> token(body));
    }

    static Told completed(HttpRequest request) {
        return request.fields((body, faults) -> {
            OptionalInt credits = body.integer("credits", 0, MOST_CREDITS)
                    .map(OptionalInt::of)
                    .orElseGet(OptionalInt::empty);
            return new Told(
                    token(body), new Report.Completed(body.object("output").orElseGet(Json::object), credits));
        });
    }

    static Told failed(HttpRequest request) {
        return request.fields((body, faults) -> {
            String token = token(body);
            body.require("error");
            String name = body.text("error", MOST_NAME).orElse("");
            String message = message(body, faults);
            boolean retryable = body.truth("retryable").orElse(true);
            return new Told(token, new Report.Failed(new Failure(name, message, body.object("details")), retryable));
        });
    }

    /** Of any length, which is cut where it is recorded, and empty too: an odd text is no reason not to hear of a failure. */
    private static String message(Fields body, Faults faults) {
        Optional<JsonNode> message = body.any("message");
        message.filter(text -> !text.isString()).ifPresent(other -> faults.add(body.at("message"), "must be a string"));
        return message.map(text -> text.asString("")).orElse("");
    }

    private static String token(Fields body) {
        body.require("task_token");
        return body.text("task_token", MOST_TOKEN).orElse("");
    }
}
