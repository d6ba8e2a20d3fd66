package dev.lockstep.local.stack;

import dev.lockstep.adapters.AwsClients;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The services as the functions see them here. */
record LocalAws(
        DynamoDbClient dynamoDb,
        SqsClient sqs,
        Optional<LambdaClient> lambda,
        ApiGatewayManagementApiClient connections)
        implements AwsClients {
    /** The gateway of this process, whichever is named. */
    @Override
    public ApiGatewayManagementApiClient connections(URI endpoint) {
        return connections;
    }
}
