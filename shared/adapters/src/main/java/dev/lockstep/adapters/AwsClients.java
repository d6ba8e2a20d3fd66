package dev.lockstep.adapters;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The AWS services that functions use. Each is built when first asked for, since an unused client still costs a cold start some 100 ms. */
public interface AwsClients {
    DynamoDbClient dynamoDb();

    SqsClient sqs();
}
