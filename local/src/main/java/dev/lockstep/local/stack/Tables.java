package dev.lockstep.local.stack;

import dev.lockstep.local.PlainError;
import dev.lockstep.local.template.TableDefinition;
import dev.lockstep.local.template.Template;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Makes the template's tables where they are missing, and refuses those that were made from another definition. */
record Tables(DynamoDbClient dynamoDb, String where) {
    /** Makes sure that all tables are there; true if one was there before. */
    boolean ensureAll(Template template) {
        boolean existed = false;
        for (TableDefinition table : template.tables()) {
            existed |= ensure(table, PhysicalNames.tableName(table));
        }
        return existed;
    }

    /** Makes sure that a table is there; true if it was there before. */
    private boolean ensure(TableDefinition definition, String name) {
        try {
            TableDescription stored =
                    dynamoDb.describeTable(request -> request.tableName(name)).table();
            refuseChanged(definition, stored);
            addStream(definition, stored);
            return true;
        } catch (ResourceNotFoundException e) {
            create(definition, name);
            return false;
        }
    }

    private void create(TableDefinition definition, String name) {
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes(definition.attributes()))
                .keySchema(keys(definition.keys()));
        if (!definition.indexes().isEmpty()) {
            request.globalSecondaryIndexes(
                    definition.indexes().stream().map(Tables::index).toList());
        }
        definition.stream().ifPresent(view -> request.streamSpecification(stream(view)));
        TableDescription made = dynamoDb.createTable(request.build()).tableDescription();
        if (made.tableStatus() != TableStatus.ACTIVE) {
            try (var waiter = dynamoDb.waiter()) {
                waiter.waitUntilTableExists(wait -> wait.tableName(name));
            }
        }
    }

    /** A table that was made before the template had a stream for it gets one; its data stays. */
    private void addStream(TableDefinition definition, TableDescription stored) {
        if (definition.stream().isPresent() && stored.streamSpecification() == null) {
            dynamoDb.updateTable(request -> request.tableName(stored.tableName())
                    .streamSpecification(stream(definition.stream().get())));
        }
    }

    private static StreamSpecification stream(String view) {
        return StreamSpecification.builder()
                .streamEnabled(true)
                .streamViewType(view)
                .build();
    }

    private void refuseChanged(TableDefinition definition, TableDescription stored) {
        Map<String, String> attributes = new TreeMap<>();
        stored.attributeDefinitions().forEach(a -> attributes.put(a.attributeName(), a.attributeTypeAsString()));
        if (!attributes.equals(definition.attributes())) {
            throw changed(definition, "key attributes " + attributes);
        }
        if (!keys(definition.keys()).equals(stored.keySchema())) {
            throw changed(definition, "another primary key");
        }
        Map<String, String> wanted = new TreeMap<>();
        definition.indexes().forEach(index -> wanted.put(index.name(), shape(index(index))));
        Map<String, String> found = new TreeMap<>();
        stored.globalSecondaryIndexes().forEach(index -> found.put(index.indexName(), shape(index)));
        if (!wanted.equals(found)) {
            throw changed(definition, "other indexes: " + found.keySet());
        }
    }

    private PlainError changed(TableDefinition definition, String difference) {
        return new PlainError("The table " + definition.id() + " in " + where
                + " was made from another definition than template.yaml now holds (it has " + difference
                + "). Delete the folder, or give another with --data.");
    }

    private static String shape(GlobalSecondaryIndex index) {
        return shape(index.keySchema(), index.projection());
    }

    private static String shape(GlobalSecondaryIndexDescription index) {
        return shape(index.keySchema(), index.projection());
    }

    private static String shape(List<KeySchemaElement> keys, Projection projection) {
        List<String> projected = projection.nonKeyAttributes().stream().sorted().toList();
        return keys + projection.projectionTypeAsString() + projected;
    }

    private static List<AttributeDefinition> attributes(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(attribute -> AttributeDefinition.builder()
                        .attributeName(attribute.getKey())
                        .attributeType(attribute.getValue())
                        .build())
                .toList();
    }

    private static List<KeySchemaElement> keys(List<TableDefinition.Key> keys) {
        return keys.stream()
                .map(key -> KeySchemaElement.builder()
                        .attributeName(key.attribute())
                        .keyType(key.type())
                        .build())
                .toList();
    }

    private static GlobalSecondaryIndex index(TableDefinition.Index index) {
        Projection.Builder projection = Projection.builder().projectionType(index.projection());
        if (!index.projected().isEmpty()) {
            projection.nonKeyAttributes(index.projected());
        }
        return GlobalSecondaryIndex.builder()
                .indexName(index.name())
                .keySchema(keys(index.keys()))
                .projection(projection.build())
                .build();
    }
}
