package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.live.Ticket;
import dev.lockstep.engine.ports.TicketStore;
import dev.lockstep.engine.usecases.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** Tickets in DynamoDB. To delete one and to be told what was deleted is to have it, and nobody else has. */
public final class DynamoTicketStore implements TicketStore {
    private static final String WORKSPACE = "workspace";
    private static final String KEY_ID = "key_id";
    private static final String ROLES = "roles";

    private final DynamoDbClient client;
    private final String table;

    public DynamoTicketStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public void add(String sha256, Ticket ticket) {
        Map<String, AttributeValue> item = ConnectionItem.expiring(Keys.ticket(sha256), ticket.expiresAt());
        item.put(WORKSPACE, Attributes.of(ticket.caller().workspace().name()));
        item.put(KEY_ID, Attributes.of(ticket.caller().keyId()));
        item.put(
                ROLES,
                AttributeValue.fromL(ticket.caller().roles().stream()
                        .sorted()
                        .map(Attributes::of)
                        .toList()));
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public Optional<Ticket> take(String sha256) {
        Map<String, AttributeValue> item = client.deleteItem(request ->
                        request.tableName(table).key(Keys.ticket(sha256)).returnValues(ReturnValue.ALL_OLD))
                .attributes();
        return item.isEmpty() ? Optional.empty() : Optional.of(read(item));
    }

    private static Ticket read(Map<String, AttributeValue> item) {
        Caller caller = new Caller(
                new Workspace(Attributes.text(item, WORKSPACE)),
                Attributes.text(item, KEY_ID),
                Attributes.required(item, ROLES).l().stream()
                        .map(AttributeValue::s)
                        .collect(Collectors.toUnmodifiableSet()));
        return new Ticket(caller, Instant.ofEpochSecond(Attributes.number(item, ConnectionItem.EXPIRES_AT)));
    }
}
