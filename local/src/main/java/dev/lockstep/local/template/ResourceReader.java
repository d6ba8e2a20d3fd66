package dev.lockstep.local.template;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the blocks of queues and tables. */
final class ResourceReader {
    /** SQS's own, where the template is silent. */
    private static final int DEFAULT_VISIBILITY_SECONDS = 30;

    private ResourceReader() {}

    static QueueDefinition queue(String id, Properties properties) {
        Optional<QueueDefinition.Redrive> redrive = Optional.empty();
        if (properties.has("RedrivePolicy")) {
            Properties policy = properties.inner("RedrivePolicy");
            redrive = Optional.of(new QueueDefinition.Redrive(
                    policy.target("deadLetterTargetArn"), policy.number("maxReceiveCount", 10)));
        }
        Duration visibility = Duration.ofSeconds(properties.number("VisibilityTimeout", DEFAULT_VISIBILITY_SECONDS));
        return new QueueDefinition(id, visibility, redrive);
    }

    static TableDefinition table(String id, Properties properties) {
        if (properties.has("LocalSecondaryIndexes")) {
            throw TemplateFault.unknown(id, "LocalSecondaryIndexes");
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Properties attribute : properties.elements("AttributeDefinitions")) {
            attributes.put(attribute.text("AttributeName"), attribute.text("AttributeType"));
        }
        return new TableDefinition(
                id,
                attributes,
                keys(properties),
                properties.elements("GlobalSecondaryIndexes").stream()
                        .map(ResourceReader::index)
                        .toList(),
                expiresAt(properties.inner("TimeToLiveSpecification")),
                properties.inner("StreamSpecification").optionalText("StreamViewType"));
    }

    private static List<TableDefinition.Key> keys(Properties properties) {
        return properties.elements("KeySchema").stream()
                .map(key -> new TableDefinition.Key(key.text("AttributeName"), key.text("KeyType")))
                .toList();
    }

    private static TableDefinition.Index index(Properties properties) {
        Properties projection = properties.inner("Projection");
        return new TableDefinition.Index(
                properties.text("IndexName"),
                keys(properties),
                projection.text("ProjectionType"),
                projection.texts("NonKeyAttributes"));
    }

    private static Optional<String> expiresAt(Properties specification) {
        return specification
                .optionalText("Enabled")
                .filter("true"::equals)
                .map(enabled -> specification.text("AttributeName"));
    }
}
