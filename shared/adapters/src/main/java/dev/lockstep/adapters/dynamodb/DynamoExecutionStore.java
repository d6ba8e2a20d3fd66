package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.ports.DataBudget;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Executions in DynamoDB. */
public final class DynamoExecutionStore implements ExecutionStore {
    private final DynamoDbClient client;
    private final String table;
    private final Duration retention;

    /**
     * @param retention for how long an execution that has ended is kept
     */
    public DynamoExecutionStore(DynamoDbClient client, String table, Duration retention) {
        this.client = client;
        this.table = table;
        this.retention = retention;
    }

    @Override
    public boolean create(Execution execution, Instant wakeAt) {
        WriteToken token = WriteToken.fresh();
        Map<String, AttributeValue> item = ExecutionItem.write(execution, wakeAt);
        token.putInto(item);
        PutItemRequest request = PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            client.putItem(request);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return token.wrote(e.item());
        }
    }

    @Override
    public Optional<Change> change(
            ExecutionId id,
            Set<ExecutionState.Name> from,
            ExecutionState to,
            Optional<Instant> wakeAt,
            Execution.Past more) {
        return change(id, from, to, wakeAt, more, Condition.NONE);
    }

    @Override
    public Optional<Change> changeAsSeen(
            Execution seen,
            Set<ExecutionState.Name> from,
            ExecutionState to,
            Optional<Instant> wakeAt,
            Execution.Past more) {
        return change(seen.id(), from, to, wakeAt, more, PastItem.notReopenedSince(seen));
    }

    private Optional<Change> change(
            ExecutionId id,
            Set<ExecutionState.Name> from,
            ExecutionState to,
            Optional<Instant> wakeAt,
            Execution.Past more,
            Condition also) {
        if (!Keys.isId(id.value())) {
            return Optional.empty();
        }
        WriteToken token = WriteToken.fresh();
        Map<String, AttributeValue> set = ExecutionItem.state(id, to, wakeAt, retention);
        token.putInto(set);
        set.putAll(PastItem.reopening(more));
        Map<String, AttributeValue> states = new TreeMap<>();
        from.forEach(state -> states.put(":" + state, ExecutionStateItem.status(state)));
        Update update = new Update().set(set).add(ExecutionItem.REVISION, Attributes.of(1));
        PastItem.write(more).forEach(update::append);
        ExecutionItem.OF_STATE.stream()
                .filter(attribute -> !set.containsKey(attribute))
                .forEach(update::remove);
        // The state may be left as it is: then only the token tells that what is added was added already.
        String condition =
                "#status IN (" + String.join(", ", states.keySet()) + ") AND " + WriteToken.NOT_YET + also.expression();
        states.putAll(also.values());
        UpdateItemRequest request = update.onlyIf(condition, states)
                .request(table, Keys.execution(id))
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            Map<String, AttributeValue> changed = client.updateItem(request).attributes();
            return Optional.of(new Change(true, ExecutionItem.read(changed)));
        } catch (ConditionalCheckFailedException e) {
            return e.item().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Change(token.wrote(e.item()), ExecutionItem.read(e.item())));
        }
    }

    @Override
    public Optional<Recorded> read(ExecutionId id, long dataBytes) {
        if (!Keys.isId(id.value())) {
            return Optional.empty();
        }
        // From the execution's own item on come the stage runs; what else there is of it sorts before.
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk AND sk >= :from")
                .expressionAttributeValues(
                        Map.of(":pk", Attributes.of(Keys.executionPk(id)), ":from", Attributes.of(Keys.EXECUTION_SK)));
        DataBudget budget = new DataBudget(dataBytes);
        Optional<Execution> execution = Optional.empty();
        List<StageRun> runs = new ArrayList<>();
        Map<String, AttributeValue> from;
        do {
            QueryResponse page = client.query(request.build());
            for (Map<String, AttributeValue> item : page.items()) {
                String sk = Attributes.text(item, Keys.SK);
                if (sk.equals(Keys.EXECUTION_SK)) {
                    execution = Optional.of(ExecutionItem.read(item));
                } else if (sk.startsWith(Keys.STAGE_RUN)) {
                    runs.add(run(item, budget));
                }
            }
            if (budget.isSpent()) {
                // The execution's own item was on the first page: what comes now are stage runs alone.
                StageRunItem.leaveOutData(request);
            }
            from = page.lastEvaluatedKey();
            request.exclusiveStartKey(from);
        } while (!from.isEmpty());
        return execution.map(found -> Recorded.of(found, runs));
    }

    private static StageRun run(Map<String, AttributeValue> item, DataBudget budget) {
        StageRun run = StageRunItem.read(item);
        return budget.takes(StageRunItem.dataSize(item)) ? run : run.withoutData();
    }

    /**
     * One query, however many executions there are. Where a state is asked for, the items of one query page are sifted, so that
     * a page may hold fewer than the limit and yet have a next one.
     */
    @Override
    public Page<ExecutionSummary> list(
            Workspace workspace, WorkflowId workflow, Optional<ExecutionState.Name> state, PageRequest page) {
        if (!Keys.isId(workflow.value()) || !page.after().map(Keys::isId).orElse(true)) {
            return new Page<>(List.of(), Optional.empty());
        }
        QueryResponse response = client.query(listing(workspace, workflow, state, page));
        List<ExecutionSummary> found =
                response.items().stream().map(ExecutionItem::readSummary).toList();
        if (found.size() > page.limit()) {
            List<ExecutionSummary> items = found.subList(0, page.limit());
            return new Page<>(items, Optional.of(items.getLast().id().value()));
        }
        return new Page<>(found, Attributes.optionalText(response.lastEvaluatedKey(), ExecutionItem.EXECUTION_ID));
    }

    private QueryRequest listing(
            Workspace workspace, WorkflowId workflow, Optional<ExecutionState.Name> state, PageRequest page) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":workflow", Attributes.of(Keys.workflowKey(workspace, workflow)));
        page.after().ifPresent(after -> values.put(":after", Attributes.of(after)));
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .indexName(ExecutionItem.BY_WORKFLOW)
                .scanIndexForward(false)
                .keyConditionExpression(
                        "workflow_key = :workflow" + (page.after().isPresent() ? " AND execution_id < :after" : ""));
        if (state.isPresent()) {
            values.put(":status", ExecutionStateItem.status(state.get()));
            request.filterExpression("#status = :status")
                    .expressionAttributeNames(Map.of("#status", ExecutionStateItem.STATUS));
        } else {
            // One more than asked for tells whether there is a next page.
            request.limit(page.limit() + 1);
        }
        return request.expressionAttributeValues(values).build();
    }
}
