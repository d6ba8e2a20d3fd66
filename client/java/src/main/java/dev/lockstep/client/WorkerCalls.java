package dev.lockstep.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a worker tells the server, and asks of it. */
record WorkerCalls(Http http, String type, String worker, InstantSource clock) {
    /** An outcome is worth more patience than most: the work would be done again. */
    private static final int ATTEMPTS_TO_REPORT = 12;

    private static final int MOST_ERROR_NAME = 128;

    /** Waits for as long as it is told, until there is a task. Made once: what an answer that was lost gave, comes back when it lapses. */
    List<Lease> poll(int most, Duration wait) throws InterruptedException {
        ObjectNode body = Json.object()
                .put("max", most)
                .put("wait_seconds", wait.toSeconds())
                .put("worker", worker);
        Duration limit = wait.plus(http.settings().timing().request());
        Answer answer = http.send(call("poll", body).once().within(limit));
        return answer.as(Lease.Taken.class).leases(answer, clock.instant());
    }

    /** How much longer the task is this worker's now. */
    Duration heartbeat(String token) throws InterruptedException {
        Answer answer = http.send(call("heartbeat", shown(token)).once());
        return answer.until(answer.as(Lease.Renewed.class).leaseExpiresAt(), clock.instant());
    }

    void report(String token, TaskResult result) throws InterruptedException {
        Call call = switch (result) {
            case TaskResult.Completed completed -> {
                ObjectNode body = shown(token);
                body.set("output", completed.output());
                completed.credits().ifPresent(credits -> body.put("credits", credits));
                yield call("complete", body);
            }
            case TaskResult.Failed failed -> {
                ObjectNode body = shown(token)
                        .put("error", shortened(failed.error()))
                        .put("message", failed.message())
                        .put("retryable", failed.retryable());
                failed.details().ifPresent(details -> body.set("details", details));
                yield call("fail", body);
            }
        };
        http.send(call.attempts(ATTEMPTS_TO_REPORT));
    }

    private static String shortened(String name) {
        return name.length() <= MOST_ERROR_NAME ? name : name.substring(0, MOST_ERROR_NAME);
    }

    private static ObjectNode shown(String token) {
        return Json.object().put("task_token", token);
    }

    private Call call(String verb, ObjectNode body) {
        return Call.post("/workers/" + Call.segment(type) + "/" + verb, body);
    }
}
