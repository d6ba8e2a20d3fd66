package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.progress.Change;
import dev.lockstep.engine.progress.Position;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/**
 * One record of the table's stream, about an item of an execution.
 *
 * @param sequenceNumber as the stream gave it
 * @param record with {@code eventName} and {@code dynamodb}
 */
record StreamRecord(ExecutionId execution, String sk, String sequenceNumber, JsonNode record) {
    /** Empty for a record about anything else. */
    static Optional<StreamRecord> read(JsonNode record) {
        JsonNode change = record.path("dynamodb");
        Map<String, AttributeValue> key = StreamImage.read(change.path("Keys"));
        return Keys.isExecutions(key)
                ? Optional.of(new StreamRecord(
                        Keys.executionOf(key),
                        Attributes.text(key, Keys.SK),
                        change.path("SequenceNumber").asString(""),
                        record))
                : Optional.empty();
    }

    boolean isFirst() {
        return sk.equals(Keys.EXECUTION_SK) && is("INSERT");
    }

    boolean isRemoval() {
        return sk.equals(Keys.EXECUTION_SK) && is("REMOVE");
    }

    /** Empty where it tells nothing of how the execution goes. */
    Optional<Change> change() {
        if (is("REMOVE")) {
            return Optional.empty();
        }
        Position position = Position.parse(sequenceNumber);
        Optional<Map<String, AttributeValue>> before = image("OldImage");
        Map<String, AttributeValue> after = image("NewImage").orElseThrow();
        if (sk.equals(Keys.EXECUTION_SK)) {
            return Optional.of(
                    new Change.OfExecution(position, before.map(ExecutionItem::read), ExecutionItem.read(after)));
        }
        return sk.startsWith(Keys.STAGE_RUN)
                ? Optional.of(new Change.OfStage(position, before.map(StageRunItem::read), StageRunItem.read(after)))
                : Optional.empty();
    }

    private boolean is(String event) {
        return record.path("eventName").asString("").equals(event);
    }

    private Optional<Map<String, AttributeValue>> image(String name) {
        JsonNode image = record.path("dynamodb").path(name);
        return image.isObject() ? Optional.of(StreamImage.read(image)) : Optional.empty();
    }
}
