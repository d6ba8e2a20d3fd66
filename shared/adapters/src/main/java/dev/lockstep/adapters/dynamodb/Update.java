package dev.lockstep.adapters.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Puts an update together. In conditions, an attribute is written {@code #name}, a value as it was given. */
final class Update {
    private final List<String> sets = new ArrayList<>();
    private final List<String> adds = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private String condition = "";

    Update set(Map<String, AttributeValue> attributes) {
        attributes.forEach((name, value) -> sets.add(name(name) + " = " + value(name, value)));
        return this;
    }

    /** Sets what is not there yet. */
    Update setFirst(String name, AttributeValue value) {
        sets.add(name(name) + " = if_not_exists(" + name(name) + ", " + value(name, value) + ")");
        return this;
    }

    /** Adds to the end of a list, which need not be there yet. */
    Update append(String name, AttributeValue list) {
        values.put(":empty", AttributeValue.fromL(List.of()));
        sets.add(name(name) + " = list_append(if_not_exists(" + name(name) + ", :empty), " + value(name, list) + ")");
        return this;
    }

    /** Adds to a number or to a set. */
    Update add(String name, AttributeValue value) {
        adds.add(name(name) + " " + value(name, value));
        return this;
    }

    Update remove(String name) {
        removes.add(name(name));
        return this;
    }

    /** What must hold. All its values must be given. */
    Update onlyIf(String expression, Map<String, AttributeValue> given, String... attributes) {
        condition = expression;
        values.putAll(given);
        for (String attribute : attributes) {
            name(attribute);
        }
        return this;
    }

    /** Nothing where its condition does not hold: there is nothing to do then. */
    void applyWhereItHolds(DynamoDbClient client, String table, Map<String, AttributeValue> key) {
        try {
            client.updateItem(request(table, key).build());
        } catch (ConditionalCheckFailedException e) {
            // Somebody else was first, or what it is about is gone.
        }
    }

    UpdateItemRequest.Builder request(String table, Map<String, AttributeValue> key) {
        UpdateItemRequest.Builder request = UpdateItemRequest.builder()
                .tableName(table)
                .key(key)
                .updateExpression(expression())
                .expressionAttributeNames(names)
                .expressionAttributeValues(values.isEmpty() ? null : values);
        return condition.isEmpty() ? request : request.conditionExpression(condition);
    }

    software.amazon.awssdk.services.dynamodb.model.Update transacted(String table, Map<String, AttributeValue> key) {
        return software.amazon.awssdk.services.dynamodb.model.Update.builder()
                .tableName(table)
                .key(key)
                .updateExpression(expression())
                .conditionExpression(condition.isEmpty() ? null : condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
    }

    private String expression() {
        List<String> clauses = new ArrayList<>();
        clause(clauses, "SET ", sets);
        clause(clauses, "ADD ", adds);
        clause(clauses, "REMOVE ", removes);
        return String.join(" ", clauses);
    }

    private static void clause(List<String> clauses, String verb, List<String> parts) {
        if (!parts.isEmpty()) {
            clauses.add(verb + String.join(", ", parts));
        }
    }

    private String name(String attribute) {
        names.put("#" + attribute, attribute);
        return "#" + attribute;
    }

    private String value(String attribute, AttributeValue value) {
        values.put(":" + attribute, value);
        return ":" + attribute;
    }
}
