package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.live.Follower;
import dev.lockstep.engine.ports.Audiences;
import dev.lockstep.engine.progress.Audience;
import dev.lockstep.engine.webhook.Subscription;
import dev.lockstep.engine.webhook.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Who wants to hear of an execution, or is to hear of a new one, each from one query: their items lie side by side. */
public final class DynamoAudiences implements Audiences {
    private final DynamoDbClient client;
    private final String table;

    public DynamoAudiences(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Audience of(ExecutionId execution) {
        Optional<Watch> watch = Optional.empty();
        List<Follower> followers = new ArrayList<>();
        for (Map<String, AttributeValue> item :
                query(Keys.executionPk(execution), Keys.WATCH_SK, Keys.FOLLOWER + "~")) {
            String sk = Attributes.text(item, Keys.SK);
            if (sk.equals(Keys.WATCH_SK)) {
                watch = Optional.of(DynamoWatchStore.read(execution, item));
            } else {
                followers.add(ConnectionItem.follower(sk.substring(Keys.FOLLOWER.length()), item));
            }
        }
        return new Audience(watch, List.of(), followers);
    }

    @Override
    public Audience ofNew(WorkflowRef workflow) {
        List<Subscription> subscriptions = new ArrayList<>();
        List<Follower> followers = new ArrayList<>();
        String prefix = Keys.followers(workflow.workflow());
        for (Map<String, AttributeValue> item :
                query(Keys.receiversPk(workflow.workspace()), Keys.FOLLOWER, Keys.SUBSCRIPTION_ROW + "~")) {
            String sk = Attributes.text(item, Keys.SK);
            if (sk.startsWith(Keys.SUBSCRIPTION_ROW)) {
                subscriptions.add(SubscriptionItem.read(item));
            } else if (sk.startsWith(prefix) && ConnectionItem.isBegun(item)) {
                followers.add(ConnectionItem.follower(sk.substring(prefix.length()), item));
            }
        }
        return new Audience(Optional.empty(), subscriptions, followers);
    }

    private List<Map<String, AttributeValue>> query(String pk, String from, String to) {
        return client
                .queryPaginator(QueryRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                        .expressionAttributeValues(Map.of(
                                ":pk", Attributes.of(pk), ":from", Attributes.of(from), ":to", Attributes.of(to)))
                        .build())
                .items()
                .stream()
                .toList();
    }
}
