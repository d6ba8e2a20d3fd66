package dev.lockstep.adapters;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The AWS services that functions use. Each is built when first asked for, since an unused client still costs a cold start some 100 ms. */
public interface AwsClients {
    DynamoDbClient dynamoDb();

    SqsClient sqs();

    /** What sends to open connections. */
    ApiGatewayManagementApiClient connections(URI endpoint);

    /** One that does not try again by itself, since its calls have effects. Empty where there is no Lambda to be reached. */
    Optional<LambdaClient> lambda();
}
