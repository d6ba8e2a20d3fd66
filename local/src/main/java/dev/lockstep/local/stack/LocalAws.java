package dev.lockstep.local.stack;

import dev.lockstep.adapters.AwsClients;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The services as the functions see them here. */
record LocalAws(DynamoDbClient dynamoDb, SqsClient sqs, Optional<LambdaClient> lambda) implements AwsClients {}
