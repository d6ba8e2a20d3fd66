package dev.lockstep.adapters.dynamodb;

import dev.lockstep.dialects.conductor.DefinitionStore;
import dev.lockstep.dialects.conductor.TaskDefinition;
import dev.lockstep.dialects.conductor.WorkflowDefinition;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Workspace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import tools.jackson.databind.node.ObjectNode;

/**
 * Definitions in DynamoDB: the versions of a workflow under a key of their name, and a row for each name in the list of its workspace;
 * the definitions of tasks in such a list themselves.
 */
public final class DynamoDefinitionStore implements DefinitionStore {
    private static final String WORKFLOWS = "W";
    private static final String TASKS = "T";
    private static final String VERSION = "V#";
    private static final String SNAPSHOT = "S#";
    private static final String DEFINITION = "definition";
    private static final String NUMBER = "version";
    private static final String NAME = "name";

    /** How much of definitions one answer may be made of: a function may answer 6 MB, of JSON within JSON. */
    private static final int MOST_BYTES = 5 * 512 * 1024;

    private final DynamoDbClient client;
    private final String table;
    private final ItemReader reader;
    private final ConditionalPut put;

    public DynamoDefinitionStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.reader = new ItemReader(client, table);
        this.put = new ConditionalPut(client, table);
    }

    @Override
    public boolean addWorkflow(Workspace workspace, WorkflowDefinition definition) {
        if (!put.asNew(item(workspace, definition))) {
            return false;
        }
        list(workspace, definition.name());
        return true;
    }

    @Override
    public void putWorkflow(Workspace workspace, WorkflowDefinition definition) {
        client.putItem(request -> request.tableName(table).item(item(workspace, definition)));
        list(workspace, definition.name());
    }

    private void list(Workspace workspace, String name) {
        Map<String, AttributeValue> row = new HashMap<>(Keys.definitionRow(workspace, WORKFLOWS, name));
        row.put(NAME, Attributes.of(name));
        client.putItem(request -> request.tableName(table).item(row));
    }

    private static Map<String, AttributeValue> item(Workspace workspace, WorkflowDefinition definition) {
        Map<String, AttributeValue> item =
                new HashMap<>(Keys.definition(workspace, WORKFLOWS, definition.name(), sk(definition.version())));
        item.put(DEFINITION, Attributes.of(Gzip.compress(Json.write(definition.json()))));
        return item;
    }

    private static String sk(int version) {
        return String.format(Locale.ROOT, VERSION + "%08d", version);
    }

    private static ObjectNode json(Map<String, AttributeValue> item) {
        return (ObjectNode) Json.read(Gzip.expand(Attributes.bytes(item, DEFINITION)));
    }

    @Override
    public Optional<WorkflowDefinition> findWorkflow(Workspace workspace, String name, Optional<Integer> version) {
        return version.isPresent()
                ? Optional.of(reader.one(Keys.definition(workspace, WORKFLOWS, name, sk(version.get()))))
                        .filter(item -> !item.isEmpty())
                        .map(item -> new WorkflowDefinition(json(item)))
                : query(Keys.definitionPk(workspace, WORKFLOWS, name), VERSION, 1)
                        .findFirst()
                        .map(item -> new WorkflowDefinition(json(item)));
    }

    /** The last ones first. */
    private Stream<Map<String, AttributeValue>> query(String pk, String prefix, int most) {
        return client
                .query(QueryRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .scanIndexForward(false)
                        .limit(most)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                        .expressionAttributeValues(Map.of(":pk", Attributes.of(pk), ":prefix", Attributes.of(prefix)))
                        .build())
                .items()
                .stream();
    }

    @Override
    public boolean deleteWorkflow(Workspace workspace, String name, int version) {
        boolean there = delete(Keys.definition(workspace, WORKFLOWS, name, sk(version)));
        boolean last = query(Keys.definitionPk(workspace, WORKFLOWS, name), VERSION, 1)
                .findAny()
                .isEmpty();
        if (there && last) {
            delete(Keys.definitionRow(workspace, WORKFLOWS, name));
        }
        return there;
    }

    private boolean delete(Map<String, AttributeValue> key) {
        return !client.deleteItem(request -> request.tableName(table).key(key).returnValues(ReturnValue.ALL_OLD))
                .attributes()
                .isEmpty();
    }

    @Override
    public List<WorkflowDefinition> workflows(Workspace workspace) {
        List<WorkflowDefinition> found = new ArrayList<>();
        Budget budget = new Budget();
        for (String name : workflowNames(workspace)) {
            String pk = Keys.definitionPk(workspace, WORKFLOWS, name);
            all(pk, VERSION, budget).forEach(item -> found.add(new WorkflowDefinition(json(item))));
        }
        return found;
    }

    @Override
    public List<String> workflowNames(Workspace workspace) {
        return all(Keys.definitionsPk(workspace, WORKFLOWS), "", new Budget()).stream()
                .map(row -> Attributes.text(row, NAME))
                .toList();
    }

    @Override
    public List<WorkflowDefinition> workflowVersions(Workspace workspace, String name) {
        return all(Keys.definitionPk(workspace, WORKFLOWS, name), VERSION, new Budget()).stream()
                .map(item -> new WorkflowDefinition(json(item)))
                .toList();
    }

    /** How much may still be read. */
    private static final class Budget {
        private int left = MOST_BYTES;

        boolean takes(Map<String, AttributeValue> item) {
            left -= item.containsKey(DEFINITION) ? Gzip.size(Attributes.bytes(item, DEFINITION)) : 100;
            return left >= 0;
        }
    }

    private List<Map<String, AttributeValue>> all(String pk, String prefix, Budget budget) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryResponse response = client.query(QueryRequest.builder()
                    .tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression(prefix.isEmpty() ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)")
                    .expressionAttributeValues(
                            prefix.isEmpty()
                                    ? Map.of(":pk", Attributes.of(pk))
                                    : Map.of(":pk", Attributes.of(pk), ":prefix", Attributes.of(prefix)))
                    .exclusiveStartKey(start.isEmpty() ? null : start)
                    .build());
            for (Map<String, AttributeValue> item : response.items()) {
                if (!budget.takes(item)) {
                    return found;
                }
                found.add(item);
            }
            start = response.hasLastEvaluatedKey() ? response.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty());
        return found;
    }

    @Override
    public void putTask(Workspace workspace, TaskDefinition definition) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.definitionRow(workspace, TASKS, definition.name()));
        item.put(DEFINITION, Attributes.of(Gzip.compress(Json.write(definition.json()))));
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public Map<String, TaskDefinition> findTasks(Workspace workspace, Collection<String> names) {
        List<Map<String, AttributeValue>> keys = names.stream()
                .distinct()
                .map(name -> Keys.definitionRow(workspace, TASKS, name))
                .toList();
        Map<String, TaskDefinition> found = new LinkedHashMap<>();
        reader.read(keys).values().forEach(item -> {
            TaskDefinition definition = new TaskDefinition(json(item));
            found.put(definition.name(), definition);
        });
        return found;
    }

    @Override
    public List<TaskDefinition> tasks(Workspace workspace) {
        return all(Keys.definitionsPk(workspace, TASKS), "", new Budget()).stream()
                .map(item -> new TaskDefinition(json(item)))
                .toList();
    }

    @Override
    public boolean deleteTask(Workspace workspace, String name) {
        return delete(Keys.definitionRow(workspace, TASKS, name));
    }

    @Override
    public Optional<Integer> snapshot(Workspace workspace, String name, String fingerprint) {
        return Optional.of(reader.one(Keys.definition(workspace, WORKFLOWS, name, SNAPSHOT + fingerprint)))
                .filter(item -> !item.isEmpty())
                .map(item -> Math.toIntExact(Attributes.number(item, NUMBER)));
    }

    @Override
    public void rememberSnapshot(Workspace workspace, String name, String fingerprint, int version) {
        Map<String, AttributeValue> item =
                new HashMap<>(Keys.definition(workspace, WORKFLOWS, name, SNAPSHOT + fingerprint));
        item.put(NUMBER, Attributes.of(version));
        client.putItem(request -> request.tableName(table).item(item));
    }
}
