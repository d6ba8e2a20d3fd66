package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The executions of a workspace in DynamoDB: an index tells which, and one batch reads them. */
public final class DynamoExecutionList implements ExecutionList {
    private final DynamoDbClient client;
    private final String table;
    private final ItemReader reader;

    public DynamoExecutionList(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.reader = new ItemReader(client, table).only(ExecutionItem.WITHOUT_INPUT);
    }

    @Override
    public Page<Execution> newest(Workspace workspace, Optional<WorkflowId> workflow, PageRequest page) {
        boolean isProper = workflow.map(WorkflowId::value).map(Keys::isId).orElse(true)
                && page.after().map(Keys::isId).orElse(true);
        if (!isProper) {
            return new Page<>(List.of(), Optional.empty());
        }
        QueryRequest query = workflow.map(id -> query(
                        ExecutionItem.BY_WORKFLOW, ExecutionItem.WORKFLOW_KEY, Keys.workflowKey(workspace, id), page))
                .orElseGet(
                        () -> query(ExecutionItem.BY_WORKSPACE, ExecutionItem.WORKSPACE_KEY, workspace.name(), page));
        QueryResponse response = client.query(query);
        List<Map<String, AttributeValue>> keys = response.items().stream()
                .map(item -> Map.of(
                        Keys.PK, Attributes.required(item, Keys.PK), Keys.SK, Attributes.required(item, Keys.SK)))
                .toList();
        List<Map<String, AttributeValue>> shown = keys.subList(0, Math.min(keys.size(), page.limit()));
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items = reader.read(shown);
        // What has expired since the index was written is left out.
        List<Execution> executions = shown.stream()
                .filter(items::containsKey)
                .map(key -> ExecutionItem.read(items.getOrDefault(key, Map.of())))
                .toList();
        // A query may end early: what comes after is the next page's.
        return new Page<>(
                executions,
                keys.size() > page.limit()
                        ? Optional.of(Keys.executionOf(shown.getLast()).value())
                        : Attributes.optionalText(response.lastEvaluatedKey(), ExecutionItem.EXECUTION_ID));
    }

    private QueryRequest query(String index, String keyName, String key, PageRequest page) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":key", Attributes.of(key)));
        page.after().ifPresent(after -> values.put(":after", Attributes.of(after)));
        return QueryRequest.builder()
                .tableName(table)
                .indexName(index)
                .scanIndexForward(false)
                .keyConditionExpression(keyName + " = :key"
                        + (page.after().isPresent() ? " AND " + ExecutionItem.EXECUTION_ID + " < :after" : ""))
                .expressionAttributeValues(values)
                // One more than asked for tells whether there is a next page.
                .limit(page.limit() + 1)
                .build();
    }
}
