package dev.lockstep.adapters.dynamodb;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table as {@code template.yaml} declares it. */
final class TestTable {
    private TestTable() {}

    /** Makes a new table, empty, and gives its name. */
    static String create(DynamoDbClient client) {
        String name = "lockstep-" + UUID.randomUUID();
        client.createTable(CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes())
                .keySchema(keys("pk", "sk"))
                .globalSecondaryIndexes(
                        index(
                                "by-workflow",
                                keys("workflow_key", "execution_id"),
                                "status",
                                "created_at",
                                "completed_at"),
                        index("by-workspace", keys("workspace_key", "execution_id")),
                        index("by-wake", keys("wake_shard", "wake_at")))
                .build());
        client.waiter().waitUntilTableExists(request -> request.tableName(name));
        return name;
    }

    private static List<AttributeDefinition> attributes() {
        Stream<AttributeDefinition> texts = Stream.of(
                        "pk", "sk", "workflow_key", "workspace_key", "execution_id", "wake_shard")
                .map(name -> attribute(name, ScalarAttributeType.S));
        return Stream.concat(texts, Stream.of(attribute("wake_at", ScalarAttributeType.N)))
                .toList();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static List<KeySchemaElement> keys(String hash, String range) {
        return List.of(key(hash, KeyType.HASH), key(range, KeyType.RANGE));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static GlobalSecondaryIndex index(String name, List<KeySchemaElement> keys, String... projected) {
        Projection.Builder projection = Projection.builder()
                .projectionType(projected.length == 0 ? ProjectionType.KEYS_ONLY : ProjectionType.INCLUDE);
        if (projected.length > 0) {
            projection.nonKeyAttributes(Arrays.asList(projected));
        }
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(keys)
                .projection(projection.build())
                .build();
    }
}
