package dev.lockstep.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts runs of one workflow, and follows, waits for, reads and cancels runs. Calls that may succeed later are made again: after
 * network errors, 429 and 5xx, under one idempotency key. Safe for use by many threads; closing it closes its streams.
 */
public final class WorkflowClient implements AutoCloseable {
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(5);

    private final Http http;
    private final Optional<String> workflowId;
    private final Set<Following> streams = ConcurrentHashMap.newKeySet();

    private WorkflowClient(Settings settings, Optional<String> workflowId) {
        this.http = new Http(settings);
        this.workflowId = workflowId;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Starts a run without input. */
    public StartedRun trigger() throws InterruptedException {
        return trigger(Json.object());
    }

    /**
     * Starts a run. One call starts one run at most, however often it has to be tried.
     *
     * @param input whatever Jackson writes as an object: a map, a record, a tree
     * @throws LockstepException where the server refuses, or cannot be reached
     */
    public StartedRun trigger(Object input) throws InterruptedException {
        return trigger(input, Call.newKey());
    }

    /**
     * Starts a run, unless a call with the same key has done so before, be it from another process.
     *
     * @param idempotencyKey at most 255 characters; remembered for 24 hours
     */
    public StartedRun trigger(Object input, String idempotencyKey) throws InterruptedException {
        String workflow = workflowId.orElseThrow(() ->
                new IllegalStateException("the client was built without a workflowId, which is what trigger starts"));
        ObjectNode body = Json.object();
        body.set("input", Json.tree(input));
        return http.send(Call.post("/workflows/" + Call.segment(workflow) + "/runs", body)
                        .keyed(idempotencyKey))
                .as(StartedRun.class);
    }

    /** As {@link #trigger(Object)}, on a thread of its own. Cancel the result to give up. */
    public CompletableFuture<StartedRun> triggerAsync(Object input) {
        return Async.run(() -> trigger(input));
    }

    /** The run with all its stages, as it is now. */
    public Run get(String runId) throws InterruptedException {
        return http.send(Call.get(Runs.path(runId))).as(Run.class);
    }

    /**
     * Has nothing new start in a run. One that was canceled before is given as it is; one that has ended otherwise is a 409.
     *
     * @param reason shown with the run
     */
    public Run cancel(String runId, @Nullable String reason) throws InterruptedException {
        ObjectNode body = Json.object();
        if (reason != null) {
            body.put("reason", reason);
        }
        return http.send(Call.post(Runs.path(runId) + "/cancel", body)).as(Run.class);
    }

    /** Changes a step of a workflow. */
    public void updateComponent(String componentId, ComponentChanges changes) throws InterruptedException {
        http.send(Call.change("PATCH", "/components/" + Call.segment(componentId), Call.Content.json(changes.body())));
    }

    /** The run once it has completed, failed or been canceled, within five minutes. */
    public Run waitForRun(String runId) throws InterruptedException {
        return waitForRun(runId, USUAL_LIMIT);
    }

    /**
     * The run once it has completed, failed or been canceled.
     *
     * @throws LockstepException where it has not within the limit, with "timed out" in its message; the run goes on
     */
    public Run waitForRun(String runId, Duration limit) throws InterruptedException {
        return new Waiting(http, runId, limit).run();
    }

    /** As {@link #waitForRun(String, Duration)}, on a thread of its own. Cancel the result to give up. */
    public CompletableFuture<Run> waitForRunAsync(String runId, Duration limit) {
        return Async.run(() -> waitForRun(runId, limit));
    }

    /**
     * Any call of the API, for what there is no method of here; made again as all others are.
     *
     * @throws LockstepException where the server refuses, or cannot be reached
     */
    public Answer send(Call call) throws InterruptedException {
        return http.send(call);
    }

    /** Follows a run by WebSocket, else by server-sent events, else by polling, and connects again by itself. */
    public Subscription stream(String runId, RunListener listener) {
        Following following = Following.start(http, runId, listener);
        streams.add(following);
        CompletableFuture<Void> unused = following.ended().thenRun(() -> streams.remove(following));
        return following;
    }

    @Override
    public void close() {
        streams.forEach(Following::close);
        http.close();
    }

    /** What a client is made of. */
    public static final class Builder {
        private @Nullable URI baseUrl;
        private @Nullable String apiKey;
        private boolean isKeyless;
        private Optional<String> workflowId = Optional.empty();
        private Optional<URI> webSocketUrl = Optional.empty();
        private Timing timing = Timing.USUAL;

        private Builder() {}

        /** Of the HTTP API: the output {@code HttpApiUrl} of a deployment, {@code http://127.0.0.1:3000} locally. */
        public Builder baseUrl(URI url) {
            baseUrl = url;
            return this;
        }

        public Builder apiKey(String key) {
            apiKey = key;
            return this;
        }

        /** For a server of this machine that was started with {@code --open}. */
        public Builder withoutKey() {
            isKeyless = true;
            return this;
        }

        /** What {@code trigger} starts. Whoever only reads needs none. */
        public Builder workflowId(String id) {
            workflowId = Optional.of(id);
            return this;
        }

        /** Of the WebSocket API: the output {@code SocketUrl} of a deployment. {@code /live} at the base URL where left out. */
        public Builder webSocketUrl(URI url) {
            webSocketUrl = Optional.of(url);
            return this;
        }

        /** How long an attempt at a call may take; 30 s where left out. */
        public Builder requestTimeout(Duration limit) {
            timing = timing.withRequest(limit);
            return this;
        }

        Builder timing(Timing how) {
            timing = how;
            return this;
        }

        /**
         * @throws IllegalArgumentException where it lacks what it cannot do without
         */
        public WorkflowClient build() {
            Settings settings = isKeyless
                    ? Settings.keyless(baseUrl, webSocketUrl, timing)
                    : Settings.of(baseUrl, apiKey, webSocketUrl, timing);
            return new WorkflowClient(settings, workflowId);
        }
    }
}
