package dev.lockstep.local.permissions;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ApiGatewayManagementApiRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.lambda.model.LambdaRequest;
import software.amazon.awssdk.services.sqs.model.SqsRequest;

/**
 * What must be allowed for a request, by the
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">actions
 * and resources that AWS lists for its services</a>.
 *
 * @param resource what its ARN says after the account. Empty where any resource will do: connections and functions are not told apart here
 */
record Need(String action, Optional<String> resource) {
    static List<Need> of(SdkRequest request) {
        return switch (request) {
            case TransactWriteItemsRequest write ->
                write.transactItems().stream().flatMap(Need::ofItem).distinct().toList();
            case TransactGetItemsRequest get ->
                get.transactItems().stream()
                        .map(item -> onTable("GetItem", item.get().tableName()))
                        .distinct()
                        .toList();
            case BatchGetItemRequest get ->
                get.requestItems().keySet().stream()
                        .map(table -> onTable("BatchGetItem", table))
                        .toList();
            case BatchWriteItemRequest write ->
                write.requestItems().keySet().stream()
                        .map(table -> onTable("BatchWriteItem", table))
                        .toList();
            case DynamoDbRequest other -> List.of(onTable(name(other), text(other, "TableName") + index(other)));
            case SqsRequest other ->
                List.of(new Need("sqs:" + name(other).replace("Batch", ""), Optional.of(queue(other))));
            case ApiGatewayManagementApiRequest other ->
                List.of(new Need("execute-api:ManageConnections", Optional.empty()));
            case LambdaRequest other -> List.of(new Need("lambda:" + name(other) + "Function", Optional.empty()));
            default -> throw new IllegalArgumentException("nothing is known of what a " + name(request) + " needs");
        };
    }

    /** The parts of a transaction need what each would need by itself. */
    private static Stream<Need> ofItem(TransactWriteItem item) {
        return Stream.of(
                        Optional.ofNullable(item.put()).map(put -> onTable("PutItem", put.tableName())),
                        Optional.ofNullable(item.update()).map(update -> onTable("UpdateItem", update.tableName())),
                        Optional.ofNullable(item.delete()).map(delete -> onTable("DeleteItem", delete.tableName())),
                        Optional.ofNullable(item.conditionCheck())
                                .map(check -> onTable("ConditionCheckItem", check.tableName())))
                .flatMap(Optional::stream);
    }

    private static Need onTable(String operation, String table) {
        return new Need("dynamodb:" + operation, Optional.of("table/" + table));
    }

    private static String index(DynamoDbRequest request) {
        return request.getValueForField("IndexName", String.class)
                .map(index -> "/index/" + index)
                .orElse("");
    }

    private static String queue(SqsRequest request) {
        return request.getValueForField("QueueName", String.class).orElseGet(() -> {
            String url = text(request, "QueueUrl");
            return url.substring(url.lastIndexOf('/') + 1);
        });
    }

    private static String text(SdkRequest request, String field) {
        return request.getValueForField(field, String.class).orElse("");
    }

    private static String name(SdkRequest request) {
        String type = request.getClass().getSimpleName();
        return type.substring(0, type.length() - "Request".length());
    }
}
