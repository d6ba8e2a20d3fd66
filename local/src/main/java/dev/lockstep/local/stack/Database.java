package dev.lockstep.local.stack;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** DynamoDB, as items are reached and as streams are read. */
record Database(DynamoDbClient items, DynamoDbStreamsClient streams) {}
