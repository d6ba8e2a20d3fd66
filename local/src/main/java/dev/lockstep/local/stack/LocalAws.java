package dev.lockstep.local.stack;

import dev.lockstep.adapters.AwsClients;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The services as the functions see them here. */
record LocalAws(DynamoDbClient dynamoDb, SqsClient sqs) implements AwsClients {}
