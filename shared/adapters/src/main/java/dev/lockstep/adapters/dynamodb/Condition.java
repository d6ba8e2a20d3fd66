package dev.lockstep.adapters.dynamodb;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What must hold beside another condition.
 *
 * @param expression to be put behind the other, its {@code AND} included; attributes under their own names
 * @param values by their placeholders
 */
record Condition(String expression, Map<String, AttributeValue> values) {
    static final Condition NONE = new Condition("", Map.of());
}
