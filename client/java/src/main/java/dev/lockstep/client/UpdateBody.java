package dev.lockstep.client;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An update as events and frames hold it. */
record UpdateBody(String runId, RunStatus status, Output output, Instant at) {
    record Output(
            int pendingStageCount,
            int failedStageCount,
            long totalUsage,
            List<RunUpdate.OpenStage> nonTerminalStages) {}

    static RunUpdate read(String json, OptionalLong sequence) {
        try {
            return update(Json.MAPPER.readValue(json, UpdateBody.class), sequence);
        } catch (JacksonException e) {
            throw nonsense(e);
        }
    }

    static RunUpdate read(JsonNode json, OptionalLong sequence) {
        try {
            return update(Json.MAPPER.treeToValue(json, UpdateBody.class), sequence);
        } catch (JacksonException e) {
            throw nonsense(e);
        }
    }

    private static LockstepException nonsense(JacksonException cause) {
        return LockstepException.broken("an update is not what a Lockstep server sends", cause);
    }

    private static RunUpdate update(UpdateBody body, OptionalLong sequence) {
        Output output = body.output;
        return new RunUpdate(
                body.runId,
                body.status,
                output.pendingStageCount,
                output.failedStageCount,
                output.totalUsage,
                output.nonTerminalStages,
                body.at,
                sequence);
    }
}
