package dev.lockstep.adapters;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients from the process's own environment: region, credentials and, where set, {@code AWS_ENDPOINT_URL}. */
final class DefaultAwsClients implements AwsClients {
    private @Nullable DynamoDbClient dynamoDb;
    private @Nullable SqsClient sqs;

    @Override
    public synchronized DynamoDbClient dynamoDb() {
        if (dynamoDb == null) {
            dynamoDb = DynamoDbClient.builder()
                    .httpClient(http())
                    .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
                    .build();
        }
        return dynamoDb;
    }

    @Override
    public synchronized SqsClient sqs() {
        if (sqs == null) {
            sqs = SqsClient.builder()
                    .httpClient(http())
                    .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
                    .build();
        }
        return sqs;
    }

    private static SdkHttpClient http() {
        return UrlConnectionHttpClient.create();
    }
}
