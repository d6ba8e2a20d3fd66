package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Limits;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How tasks of a name are tried and timed: Conductor's TaskDef.
 *
 * @param json as it is given back, its defaults spelled out
 */
public record TaskDefinition(ObjectNode json) {
    /** What a worker's task goes by that nobody has registered. */
    static TaskDefinition unregistered(String name) {
        return new TaskDefinition(Defaults.taskDefinition(Json.object().put("name", name)));
    }

    /** What a task goes by that a function does, where nobody has registered more: it is tried once. */
    static TaskDefinition untried(String name) {
        return new TaskDefinition(
                Defaults.taskDefinition(Json.object().put("name", name).put("retryCount", 0)));
    }

    /** Reads one; what is wrong with it goes to the faults. */
    public static TaskDefinition parse(JsonNode given, String path, Faults faults) {
        if (!given.isObject()) {
            faults.add(path, "must be a task definition");
            return unregistered("");
        }
        Reading fields = new Reading(given, path, faults);
        fields.name("name");
        fields.oneOf("timeoutPolicy", "RETRY", "TIME_OUT_WF", "ALERT_ONLY");
        fields.oneOf("retryLogic", "FIXED", "EXPONENTIAL_BACKOFF", "LINEAR_BACKOFF");
        fields.seconds("retryDelaySeconds", 0);
        fields.seconds("maxRetryDelaySeconds", 0);
        fields.seconds("timeoutSeconds", 0);
        fields.seconds("responseTimeoutSeconds", 1);
        fields.seconds("totalTimeoutSeconds", 0);
        fields.seconds("pollTimeoutSeconds", 0);
        fields.number("retryCount", 0, 1_000_000);
        fields.number("backoffScaleFactor", 1, 1_000_000);
        fields.number("backoffJitterMs", 0, 86_400_000);
        fields.number("concurrentExecLimit", 0, Limits.MOST);
        fields.number("rateLimitPerFrequency", 0, 1_000_000);
        fields.seconds("rateLimitFrequencyInSeconds", 1);
        TaskDefinition definition = new TaskDefinition(Defaults.taskDefinition(given));
        definition.checkTimes(fields, given);
        return definition;
    }

    private void checkTimes(Reading fields, JsonNode given) {
        int timeout = timeoutSeconds();
        if (timeout > 0 && given.has("responseTimeoutSeconds") && responseTimeoutSeconds() > timeout) {
            fields.fault("responseTimeoutSeconds", "must be at most timeoutSeconds, " + timeout);
        }
        int total = json.path("totalTimeoutSeconds").asInt(0);
        if (total > 0 && timeout > total) {
            fields.fault("timeoutSeconds", "must be at most totalTimeoutSeconds, " + total);
        }
    }

    public String name() {
        return json.path("name").asString("");
    }

    int retryCount() {
        return json.path("retryCount").asInt(0);
    }

    int timeoutSeconds() {
        return json.path("timeoutSeconds").asInt(0);
    }

    int responseTimeoutSeconds() {
        return json.path("responseTimeoutSeconds").asInt(1);
    }

    int retryDelaySeconds() {
        return json.path("retryDelaySeconds").asInt(0);
    }

    /** What no wait exceeds, where anything bounds it. */
    Optional<Integer> maxRetryDelaySeconds() {
        return Optional.of(json.path("maxRetryDelaySeconds").asInt(0)).filter(most -> most > 0);
    }

    String retryLogic() {
        return json.path("retryLogic").asString("");
    }

    int backoffScaleFactor() {
        return json.path("backoffScaleFactor").asInt(1);
    }

    int backoffJitterMillis() {
        return json.path("backoffJitterMs").asInt(0);
    }

    Optional<Integer> pollTimeoutSeconds() {
        return Optional.of(json.path("pollTimeoutSeconds").asInt(0)).filter(seconds -> seconds > 0);
    }

    /** How many tasks of the name workers may be given, over all workflows. */
    Optional<Limits> limits() {
        Optional<Integer> rate =
                Optional.of(json.path("rateLimitPerFrequency").asInt(0)).filter(most -> most > 0);
        return Limits.of(
                Optional.of(json.path("concurrentExecLimit").asInt(0)).filter(most -> most > 0),
                rate.map(most -> Limits.Rate.of(
                        most, json.path("rateLimitFrequencyInSeconds").asInt(1))));
    }

    /** How long all attempts may take together, where that is bounded and anything comes of it. */
    Optional<Integer> totalTimeoutSeconds() {
        return Optional.of(json.path("totalTimeoutSeconds").asInt(0)).filter(seconds -> seconds > 0 && !onlyAlerts());
    }

    /** What stands in for what a task's own parameters leave out, or say nothing of. */
    JsonNode inputTemplate() {
        return json.path("inputTemplate");
    }

    /** Whether it comes to nothing when an attempt takes too long. */
    boolean onlyAlerts() {
        return timeoutPolicy().equals("ALERT_ONLY");
    }

    /** Whether an attempt that took too long is made again; otherwise the workflow has timed out. */
    boolean timeOutsAreRetried() {
        return timeoutPolicy().equals("RETRY");
    }

    private String timeoutPolicy() {
        return json.path("timeoutPolicy").asString("");
    }
}
