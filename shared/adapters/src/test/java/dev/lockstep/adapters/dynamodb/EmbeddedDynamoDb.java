package dev.lockstep.adapters.dynamodb;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;

/** DynamoDB Local in this process, one for all tests; each test makes its own table. */
final class EmbeddedDynamoDb {
    /** {@code true} switches its telemetry off. */
    static final DynamoDbClient CLIENT = DynamoDBEmbedded.create(true).dynamoDbClient();

    private EmbeddedDynamoDb() {}
}
