package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a worker shows to speak of a task that it took: the attempt, and the receipt of the delivery by which it took it. The receipt
 * is a secret of the queue, and its digest is recorded with the task: so nobody else speaks of it, not even who had it before, and
 * nothing needs to be signed. The workspace is not in it, but the caller's own.
 *
 * @param domain of the queue that the delivery is from
 */
record TaskToken(Step step, int attempt, String receipt, Optional<String> domain) {
    /** The longest is a receipt handle. */
    private static final int MOST_FIELD_CHARS = 1_024;

    private static final int MOST_CHARS = 4_096;

    private static final int DIGITS = 16;
    private static final String WORKFLOW = "w";
    private static final String VERSION = "v";
    private static final String EXECUTION = "e";
    private static final String STAGE = "s";
    private static final String ITERATION = "i";
    private static final String ATTEMPT = "a";
    private static final String RECEIPT = "r";
    private static final String DOMAIN = "d";

    String text() {
        ObjectNode token = Json.object()
                .put(WORKFLOW, step.workflow().workflow().value())
                .put(VERSION, step.workflow().version())
                .put(EXECUTION, step.execution().value())
                .put(STAGE, step.run().stage())
                .put(ITERATION, step.run().iteration().toString())
                .put(ATTEMPT, attempt)
                .put(RECEIPT, receipt);
        domain.ifPresent(name -> token.put(DOMAIN, name));
        String json = Json.write(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Refusal where it is none of ours */
    static TaskToken parse(Workspace workspace, String text) {
        if (text.length() > MOST_CHARS) {
            throw Refusal.noWorkerTask();
        }
        try {
            JsonNode token = Json.parse(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            Step step = new Step(
                    new WorkflowRef(
                            workspace,
                            new WorkflowId(text(token, WORKFLOW)),
                            token.path(VERSION).asInt(0)),
                    new ExecutionId(text(token, EXECUTION)),
                    new StageRunKey(text(token, STAGE), Iteration.parse(text(token, ITERATION))));
            return new TaskToken(
                    step,
                    token.path(ATTEMPT).asInt(0),
                    text(token, RECEIPT),
                    Optional.of(token.path(DOMAIN).asString("")).filter(name -> !name.isEmpty()));
        } catch (IllegalArgumentException | MalformedJson e) {
            throw Refusal.noWorkerTask();
        }
    }

    private static String text(JsonNode token, String field) {
        String text = token.path(field).asString("");
        if (text.isEmpty() || text.length() > MOST_FIELD_CHARS) {
            throw new IllegalArgumentException("no token has such a field: " + field);
        }
        return text;
    }

    /** How the record names the worker that took it. */
    String holder(String worker) {
        return worker + claim();
    }

    /** Whether this is what the recorded holder was given. */
    boolean isOf(String holder) {
        return holder.endsWith(claim());
    }

    private String claim() {
        return "#" + Digest.sha256(receipt).substring(0, DIGITS);
    }
}
