package dev.lockstep.local.permissions;

import dev.lockstep.adapters.AwsClients;
import dev.lockstep.local.sdk.Interposed;
import dev.lockstep.local.template.PolicyStatement;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ApiGatewayManagementApiException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The services as one function may use them: a call that its policies do not allow fails as in the cloud, before anything is done. */
public final class PermittedClients implements AwsClients {
    private static final String CODE = "AccessDeniedException";

    private final AwsClients all;
    private final Permissions permissions;
    private final DynamoDbClient dynamoDb;
    private final SqsClient sqs;
    private final Optional<LambdaClient> lambda;

    /**
     * Narrows the clients.
     *
     * @param all what the deployment has
     * @param function its logical id, for the messages
     * @param statements of its policies
     */
    public PermittedClients(AwsClients all, String function, List<PolicyStatement> statements) {
        this.all = all;
        this.permissions = new Permissions(function, statements);
        this.dynamoDb =
                narrow(DynamoDbClient.class, all.dynamoDb(), message -> denied(DynamoDbException.builder(), message));
        this.sqs = narrow(SqsClient.class, all.sqs(), message -> denied(SqsException.builder(), message));
        this.lambda = all.lambda()
                .map(client ->
                        narrow(LambdaClient.class, client, message -> denied(LambdaException.builder(), message)));
    }

    @Override
    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    @Override
    public SqsClient sqs() {
        return sqs;
    }

    @Override
    public ApiGatewayManagementApiClient connections(URI endpoint) {
        return narrow(
                ApiGatewayManagementApiClient.class,
                all.connections(endpoint),
                message -> denied(ApiGatewayManagementApiException.builder(), message));
    }

    @Override
    public Optional<LambdaClient> lambda() {
        return lambda;
    }

    private <T> T narrow(Class<T> type, T client, Function<String, AwsServiceException> failure) {
        return Interposed.before(type, client, call -> {
            Optional<String> denial = call.request().flatMap(permissions::denial);
            if (denial.isPresent()) {
                throw failure.apply(denial.get());
            }
            return call.proceed();
        });
    }

    private static AwsServiceException denied(AwsServiceException.Builder failure, String message) {
        return failure.message(message)
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(CODE)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
