package dev.lockstep.adapters;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Clients from the process's own environment: region, credentials and, where set, {@code AWS_ENDPOINT_URL}. A function that was
 * restored from a snapshot has its credentials from a container endpoint, not from variables, so the whole chain is needed.
 */
final class DefaultAwsClients implements AwsClients {
    private @Nullable DynamoDbClient dynamoDb;
    private @Nullable SqsClient sqs;
    private @Nullable LambdaClient lambda;

    @Override
    public synchronized DynamoDbClient dynamoDb() {
        if (dynamoDb == null) {
            dynamoDb = DynamoDbClient.builder()
                    .httpClient(http())
                    .credentialsProvider(DefaultCredentialsProvider.builder().build())
                    .build();
        }
        return dynamoDb;
    }

    @Override
    public synchronized SqsClient sqs() {
        if (sqs == null) {
            sqs = SqsClient.builder()
                    .httpClient(http())
                    .credentialsProvider(DefaultCredentialsProvider.builder().build())
                    .build();
        }
        return sqs;
    }

    @Override
    public synchronized Optional<LambdaClient> lambda() {
        if (lambda == null) {
            lambda = LambdaClient.builder()
                    .httpClient(http())
                    .credentialsProvider(DefaultCredentialsProvider.builder().build())
                    .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                    .build();
        }
        return Optional.of(lambda);
    }

    /** It waits for nobody for long: whoever does not take what is sent is given up on. */
    @Override
    public ApiGatewayManagementApiClient connections(URI endpoint) {
        return ApiGatewayManagementApiClient.builder()
                .httpClient(http())
                .endpointOverride(endpoint)
                .credentialsProvider(DefaultCredentialsProvider.builder().build())
                .overrideConfiguration(settings ->
                        settings.apiCallTimeout(Duration.ofSeconds(5)).apiCallAttemptTimeout(Duration.ofSeconds(2)))
                .build();
    }

    private static SdkHttpClient http() {
        return UrlConnectionHttpClient.create();
    }
}
