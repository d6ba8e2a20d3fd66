package dev.lockstep.adapters.dynamodb;

import dev.lockstep.adapters.LocalStack;
import dev.lockstep.adapters.NeedsDocker;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@NeedsDocker
class DynamoStoresIT extends DynamoContracts {
    private static final DynamoDbClient CLIENT = DynamoDbClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .endpointOverride(LocalStack.endpoint())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build();

    DynamoStoresIT() {
        super(CLIENT, CLIENT);
    }
}
