package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What Conductor spells out in its answers where a definition leaves it open. After the initial values in conductor-oss's models. */
final class Defaults {
    private static final JsonNode WORKFLOW = Json.read("""
            {"version": 1, "inputParameters": [], "outputParameters": {}, "schemaVersion": 2, "restartable": true,
             "workflowStatusListenerEnabled": false, "timeoutPolicy": "ALERT_ONLY", "timeoutSeconds": 0, "variables": {},
             "inputTemplate": {}, "enforceSchema": true, "maskedFields": [], "metadata": {}}""");

    private static final JsonNode TASK = Json.read("""
            {"type": "SIMPLE", "inputParameters": {}, "decisionCases": {}, "defaultCase": [], "forkTasks": [],
             "startDelay": 0, "joinOn": [], "optional": false, "defaultExclusiveJoinTask": [], "asyncComplete": false,
             "loopOver": [], "onStateChange": {}, "permissive": false, "metadata": {}}""");

    private static final JsonNode TASK_DEFINITION = Json.read("""
            {"retryCount": 3, "timeoutSeconds": 0, "inputKeys": [], "outputKeys": [], "timeoutPolicy": "TIME_OUT_WF",
             "retryLogic": "FIXED", "retryDelaySeconds": 60, "maxRetryDelaySeconds": 0, "backoffJitterMs": 0,
             "responseTimeoutSeconds": 3600, "totalTimeoutSeconds": 0, "inputTemplate": {},
             "rateLimitPerFrequency": 0, "rateLimitFrequencyInSeconds": 1, "backoffScaleFactor": 1,
             "taskStatusListenerEnabled": true, "enforceSchema": false, "runtimeMetadata": []}""");

    private Defaults() {}

    static JsonNode workflow() {
        return WORKFLOW;
    }

    static JsonNode task() {
        return TASK;
    }

    static JsonNode taskDefinition() {
        return TASK_DEFINITION;
    }

    static ObjectNode workflow(JsonNode given) {
        return filled(given, WORKFLOW);
    }

    static ObjectNode task(JsonNode given) {
        return filled(given, TASK);
    }

    static ObjectNode taskDefinition(JsonNode given) {
        return filled(given, TASK_DEFINITION);
    }

    /** All that is given, nulls left out, then what is not. */
    private static ObjectNode filled(JsonNode given, JsonNode defaults) {
        ObjectNode filled = Reading.withoutNulls(given);
        defaults.properties().forEach(field -> {
            if (!filled.has(field.getKey())) {
                filled.set(field.getKey(), field.getValue().deepCopy());
            }
        });
        return filled;
    }
}
