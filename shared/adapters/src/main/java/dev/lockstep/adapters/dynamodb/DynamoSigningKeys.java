package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.ports.SigningKeys;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The key in an item of its own: whoever asks first makes it, and every function keeps it once it has read it. */
public final class DynamoSigningKeys implements SigningKeys {
    private static final String SECRET = "secret";
    private static final int BYTES = 32;

    private final DynamoDbClient client;
    private final String table;
    private byte @Nullable [] known;

    public DynamoSigningKeys(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public synchronized byte[] current() {
        return existing().orElseGet(() -> {
            byte[] made = made();
            known = made;
            return made.clone();
        });
    }

    @Override
    public synchronized Optional<byte[]> existing() {
        if (known == null) {
            Map<String, AttributeValue> item = client.getItem(GetItemRequest.builder()
                            .tableName(table)
                            .key(Keys.signingKey())
                            .consistentRead(true)
                            .build())
                    .item();
            known = item.isEmpty() ? null : secret(item);
        }
        return Optional.ofNullable(known).map(byte[]::clone);
    }

    private byte[] made() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Map<String, AttributeValue> item = new HashMap<>(Keys.signingKey());
        item.put(SECRET, AttributeValue.fromB(SdkBytes.fromByteArray(secret)));
        try {
            client.putItem(PutItemRequest.builder()
                    .tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .build());
            return secret;
        } catch (ConditionalCheckFailedException somebodyElseMadeIt) {
            return secret(somebodyElseMadeIt.item());
        }
    }

    private static byte[] secret(Map<String, AttributeValue> item) {
        return Objects.requireNonNull(item.get(SECRET)).b().asByteArray();
    }
}
