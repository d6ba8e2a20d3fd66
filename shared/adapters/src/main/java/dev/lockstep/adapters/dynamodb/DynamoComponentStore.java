package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.ComponentStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Components in DynamoDB: an item for each that tells which workflow it is of, and one item for all of a workflow that holds their names
 * and positions, so that they are read together.
 */
public final class DynamoComponentStore implements ComponentStore {
    private static final String WORKFLOW = "workflow";
    /** Attributes of a component begin with these, and go on with its id. */
    private static final String NAME = "name:";

    private static final String X = "x:";
    private static final String Y = "y:";

    private final DynamoDbClient client;
    private final String table;
    private final ItemReader reader;
    private final BatchWriter writer;

    public DynamoComponentStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.reader = new ItemReader(client, table);
        this.writer = new BatchWriter(client, table);
    }

    @Override
    public void assign(Workspace workspace, WorkflowId workflow, Collection<String> components) {
        List<Map<String, AttributeValue>> items = components.stream()
                .distinct()
                .map(component -> {
                    Map<String, AttributeValue> item = new HashMap<>(Keys.component(workspace, component));
                    item.put(WORKFLOW, Attributes.of(workflow.value()));
                    return item;
                })
                .toList();
        writer.put(items);
    }

    @Override
    public Optional<WorkflowId> workflow(Workspace workspace, String component) {
        return Attributes.optionalText(reader.one(Keys.component(workspace, component)), WORKFLOW)
                .map(WorkflowId::new);
    }

    @Override
    public Map<String, Placing> placings(Workspace workspace, WorkflowId workflow) {
        if (!Keys.isId(workflow.value())) {
            return Map.of();
        }
        return placings(reader.one(Keys.placings(workspace, workflow)));
    }

    private static Map<String, Placing> placings(Map<String, AttributeValue> item) {
        Map<String, Placing> placings = new HashMap<>();
        for (String attribute : item.keySet()) {
            if (attribute.startsWith(NAME)) {
                add(placings, attribute.substring(NAME.length()), item);
            } else if (attribute.startsWith(X)) {
                add(placings, attribute.substring(X.length()), item);
            }
        }
        return placings;
    }

    private static void add(Map<String, Placing> placings, String component, Map<String, AttributeValue> item) {
        Optional<Position> position = Optional.ofNullable(item.get(X + component))
                .map(x -> new Position(
                        Double.parseDouble(x.n()),
                        Double.parseDouble(
                                Attributes.required(item, Y + component).n())));
        placings.put(component, new Placing(Attributes.optionalText(item, NAME + component), position));
    }

    @Override
    public Placing place(Workspace workspace, WorkflowId workflow, String component, Placing given) {
        Map<String, AttributeValue> set = new HashMap<>();
        given.name().ifPresent(name -> set.put("#name", Attributes.of(name)));
        given.position().ifPresent(position -> {
            set.put("#x", number(position.x()));
            set.put("#y", number(position.y()));
        });
        Map<String, String> names = Map.of("#name", NAME + component, "#x", X + component, "#y", Y + component);
        Map<String, String> used = new HashMap<>(names);
        used.keySet().retainAll(set.keySet());
        Map<String, AttributeValue> values = new HashMap<>();
        set.forEach((name, value) -> values.put(":" + name.substring(1), value));
        Map<String, AttributeValue> item = client.updateItem(request -> request.tableName(table)
                        .key(Keys.placings(workspace, workflow))
                        .updateExpression("SET "
                                + String.join(
                                        ", ",
                                        set.keySet().stream()
                                                .map(name -> name + " = :" + name.substring(1))
                                                .toList()))
                        .expressionAttributeNames(used)
                        .expressionAttributeValues(values)
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes();
        return placings(item).getOrDefault(component, Placing.NONE);
    }

    private static AttributeValue number(double value) {
        return AttributeValue.fromN(Double.toString(value));
    }
}
