package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.ApiKeyStore.ApiKey;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An API key as two items of the same content: one found by the digest of its secret, one in the list of its workspace. */
final class ApiKeyItem {
    private static final String ID = "key_id";
    private static final String WORKSPACE = "workspace";
    private static final String NAME = "name";
    private static final String ROLES = "roles";
    private static final String SHA256 = "sha256";
    private static final String CREATED_AT = "created_at";

    /** Not the attribute that DynamoDB removes items by: who looks at the list wants to see which keys have expired. */
    private static final String VALID_UNTIL = "valid_until";

    private ApiKeyItem() {}

    static Map<String, AttributeValue> write(ApiKey key, Map<String, AttributeValue> itemKey) {
        Map<String, AttributeValue> item = new HashMap<>(itemKey);
        item.put(ID, Attributes.of(key.id()));
        item.put(WORKSPACE, Attributes.of(key.workspace().name()));
        item.put(NAME, Attributes.of(key.name()));
        item.put(
                ROLES,
                AttributeValue.fromL(
                        key.roles().stream().sorted().map(Attributes::of).toList()));
        item.put(SHA256, Attributes.of(key.sha256()));
        item.put(CREATED_AT, Attributes.of(key.createdAt()));
        key.expiresAt().ifPresent(at -> item.put(VALID_UNTIL, Attributes.of(at)));
        return item;
    }

    static ApiKey read(Map<String, AttributeValue> item) {
        return new ApiKey(
                Attributes.text(item, ID),
                new Workspace(Attributes.text(item, WORKSPACE)),
                Attributes.text(item, NAME),
                Attributes.required(item, ROLES).l().stream()
                        .map(AttributeValue::s)
                        .collect(Collectors.toUnmodifiableSet()),
                Attributes.text(item, SHA256),
                Attributes.time(item, CREATED_AT),
                Attributes.optionalTime(item, VALID_UNTIL));
    }
}
