package dev.lockstep.engine.execution;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Moves;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a stage failed.
 *
 * @param name what retry policies name, such as {@code InvalidInput}
 * @param message for a person to read
 * @param details for a program to read: what whoever failed could tell besides. They are left out where they have more than
 *     {@link #MAX_DETAILS}
 */
public record Failure(String name, String message, Optional<JsonNode> details) {
    /** What a message is cut to, in characters, so that the item that records it stays small. */
    public static final int MAX_MESSAGE = 1_000;

    /** The most bytes of JSON that details have, so that an item holds them beside the largest input. */
    public static final int MAX_DETAILS = 32 * 1024;

    /** The most that goes to the stages that a failure leads to, in bytes of JSON: as much as any input. */
    private static final int MAX_TOLD = 256 * 1024;

    /** A worker took a task, and nothing more was heard of it. */
    public static final String NO_RESPONSE = "NoResponse";

    /** No worker took a task in time. */
    public static final String NOT_POLLED = "NotPolled";

    /** All attempts together took longer than they may, or the next one would have begun too late. */
    public static final String NO_TIME_LEFT = "NoTimeLeft";

    public Failure {
        if (message.length() > MAX_MESSAGE) {
            message = message.substring(0, MAX_MESSAGE - 1) + "…";
        }
        details = details.filter(told -> Json.size(told) <= MAX_DETAILS);
    }

    public Failure(String name, String message) {
        this(name, message, Optional.empty());
    }

    /** The same, with nothing but its name and its message. */
    public Failure bare() {
        return new Failure(name, message);
    }

    public static Failure invalidInput(String message) {
        return new Failure("InvalidInput", message);
    }

    public static Failure invalidExpression(String message) {
        return new Failure("ExpressionFailed", message);
    }

    public static Failure timedOut(int seconds) {
        return new Failure("TimedOut", "the attempt took longer than timeout_seconds, " + seconds);
    }

    /** All attempts together may take only so long. */
    public static Failure noTimeLeft(int seconds) {
        return new Failure(NO_TIME_LEFT, "all attempts together took longer than total_timeout_seconds, " + seconds);
    }

    /** An attempt failed, and no further one can begin in time. */
    public static Failure noTimeLeft(int seconds, Failure last) {
        return last.equals(noTimeLeft(seconds))
                ? last
                : new Failure(
                        NO_TIME_LEFT,
                        "no further attempt can begin within total_timeout_seconds, " + seconds + ", after "
                                + last.name() + ": " + last.message(),
                        last.details());
    }

    public static Failure tooLarge(String name, long bytes, long most) {
        return new Failure(name, "the data has " + bytes + " bytes of JSON, the most is " + most);
    }

    public static Failure internal(String type) {
        return new Failure("Internal", "the operation broke off with " + type);
    }

    public static Failure tooManyVisits() {
        return new Failure(
                "TooManyVisits",
                "states were entered " + Moves.MOST_VISITS + " times beside each other, the most there may be");
    }

    /** A definition's own end. */
    public static Failure terminated(JsonNode output) {
        return new Failure("Terminated", output.path("reason").asString("the workflow ended itself as failed"));
    }

    /** For whoever reads what became of a stage. */
    public ObjectNode toJson() {
        ObjectNode told = Json.object().put("name", name).put("message", message);
        details.ifPresent(known -> told.set("details", known));
        return told;
    }

    /** For the stages that a failure leads to; without its details, where these and the input are too much together. */
    public JsonNode toJson(JsonNode input) {
        boolean fits = details.isPresent() && Json.size(details.get()) + Json.size(input) <= MAX_TOLD;
        ObjectNode told = Json.object();
        told.set("error", fits ? toJson() : bare().toJson());
        told.set("input", input);
        return told;
    }

    public static Failure deadLettered() {
        return new Failure("DeadLettered", "the step ran out of deliveries: each time its function broke off");
    }
}
