package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.TaskPlaces;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Places in DynamoDB, an item for each, so that two that take places of one type do not write the same item. */
public final class DynamoTaskPlaces implements TaskPlaces {
    /** How long one stays that nobody needs any more. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final String IS_HELD_BY = "held_by = :by AND held_in = :execution AND held_run = :run";

    private static final String EXECUTION = "held_in";
    private static final String RUN = "held_run";
    private static final String ATTEMPT = "held_attempt";
    private static final String BY = "held_by";
    private static final String REVISION = "held_revision";
    private static final String UNTIL = "held_until";

    private final DynamoDbClient client;
    private final String table;

    public DynamoTaskPlaces(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public List<Place> taken(Row row) {
        return client
                .queryPaginator(QueryRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                        .expressionAttributeValues(Map.of(
                                ":pk",
                                Attributes.of(Keys.placesPk(row)),
                                ":prefix",
                                Attributes.of(Keys.places(row.kind()))))
                        .build())
                .items()
                .stream()
                .map(item -> read(row, item))
                .toList();
    }

    private static Place read(Row row, Map<String, AttributeValue> item) {
        String sk = Attributes.text(item, Keys.SK);
        return new Place(
                Integer.parseInt(sk.substring(Keys.places(row.kind()).length())),
                new Holder(
                        new ExecutionId(Attributes.text(item, EXECUTION)),
                        Keys.stageRunOf(Attributes.text(item, RUN)),
                        Math.toIntExact(Attributes.number(item, ATTEMPT)),
                        Attributes.text(item, BY),
                        Attributes.number(item, REVISION)),
                Attributes.time(item, UNTIL));
    }

    /** The client library may repeat a write that was made: what is found then is this very place. */
    @Override
    public boolean take(Row row, Place place, Optional<Place> instead) {
        Map<String, AttributeValue> item = write(row, place);
        try {
            client.putItem(request -> {
                request.tableName(table)
                        .item(item)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
                if (instead.isPresent()) {
                    Map<String, AttributeValue> known =
                            new HashMap<>(holder(instead.get().holder()));
                    known.put(":until", Attributes.of(instead.get().until()));
                    request.conditionExpression(IS_HELD_BY + " AND held_until = :until")
                            .expressionAttributeValues(known);
                } else {
                    request.conditionExpression("attribute_not_exists(pk)");
                }
            });
            return true;
        } catch (ConditionalCheckFailedException e) {
            return e.hasItem() && read(row, e.item()).equals(place);
        }
    }

    private static Map<String, AttributeValue> holder(Holder holder) {
        return Map.of(
                ":by", Attributes.of(holder.by()),
                ":execution", Attributes.of(holder.execution().value()),
                ":run", Attributes.of(Keys.text(holder.run())));
    }

    private static Map<String, AttributeValue> write(Row row, Place place) {
        Holder holder = place.holder();
        Map<String, AttributeValue> item = new HashMap<>(Keys.place(row, place.number()));
        item.put(EXECUTION, Attributes.of(holder.execution().value()));
        item.put(RUN, Attributes.of(Keys.text(holder.run())));
        item.put(ATTEMPT, Attributes.of(holder.attempt()));
        item.put(BY, Attributes.of(holder.by()));
        item.put(REVISION, Attributes.of(holder.revision()));
        item.put(UNTIL, Attributes.of(place.until()));
        item.put(
                ConnectionItem.EXPIRES_AT,
                Attributes.of(place.until().plus(KEPT).getEpochSecond()));
        return item;
    }

    @Override
    public void leave(Row row, Place place) {
        try {
            client.deleteItem(request -> request.tableName(table)
                    .key(Keys.place(row, place.number()))
                    .conditionExpression(IS_HELD_BY)
                    .expressionAttributeValues(holder(place.holder())));
        } catch (ConditionalCheckFailedException e) {
            // It is another's, or nobody's.
        }
    }
}
