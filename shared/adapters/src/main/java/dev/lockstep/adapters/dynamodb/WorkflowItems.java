package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.ports.WorkflowStore.WorkflowSummary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A workflow as items: for each version its definition and its plan, each with the 400 KB of an item to itself; a head that names
 * the latest; and a row in the list of its workspace.
 */
final class WorkflowItems {
    private static final String NAME = "name";
    private static final String VERSION = "version";
    private static final String DEFINITION = "definition";
    private static final String PLAN = "plan";
    private static final String CREATED_AT = "created_at";
    private static final String DELETED = "deleted";

    private WorkflowItems() {}

    static Map<String, AttributeValue> version(WorkflowVersion version) {
        WorkflowRef ref = version.ref();
        Map<String, AttributeValue> item = new HashMap<>(Keys.version(ref.workspace(), ref.workflow(), ref.version()));
        item.put(NAME, Attributes.of(version.name()));
        item.put(DEFINITION, Attributes.of(Gzip.compress(Json.write(version.definition()))));
        item.put(CREATED_AT, Attributes.of(version.createdAt()));
        return item;
    }

    static Map<String, AttributeValue> plan(WorkflowVersion version) {
        WorkflowRef ref = version.ref();
        Map<String, AttributeValue> item = new HashMap<>(Keys.plan(ref.workspace(), ref.workflow(), ref.version()));
        item.put(PLAN, Attributes.of(Gzip.compress(Json.write(version.plan()))));
        return item;
    }

    static WorkflowVersion read(
            WorkflowRef ref, Map<String, AttributeValue> version, Map<String, AttributeValue> plan) {
        return new WorkflowVersion(
                ref,
                Attributes.text(version, NAME),
                Json.read(Gzip.expand(Attributes.bytes(version, DEFINITION))),
                Json.fromTree(Json.read(Gzip.expand(Attributes.bytes(plan, PLAN))), Plan.class),
                Attributes.time(version, CREATED_AT));
    }

    /** Makes the version the latest, if the one before it is. */
    static Update head(WorkflowRef ref) {
        Update update = new Update().set(Map.of(VERSION, Attributes.of(ref.version())));
        return ref.version() == 1
                ? update.onlyIf("attribute_not_exists(pk)", Map.of())
                : update.onlyIf(
                        "#version = :before AND attribute_not_exists(#deleted)",
                        Map.of(":before", Attributes.of(ref.version() - 1)),
                        DELETED);
    }

    static Update deletion() {
        return new Update()
                .set(Map.of(DELETED, AttributeValue.fromBool(true)))
                .onlyIf("attribute_exists(pk) AND attribute_not_exists(#deleted)", Map.of());
    }

    /** The latest version's number, unless the workflow was deleted. */
    static Optional<Integer> latest(Map<String, AttributeValue> head) {
        return head.isEmpty() || head.containsKey(DELETED)
                ? Optional.empty()
                : Optional.of(Math.toIntExact(Attributes.number(head, VERSION)));
    }

    /** The row tells of the latest version, and when the first was made. */
    static Update row(WorkflowVersion version) {
        return new Update()
                .set(Map.of(
                        NAME,
                        Attributes.of(version.name()),
                        VERSION,
                        Attributes.of(version.ref().version())))
                .setFirst(CREATED_AT, Attributes.of(version.createdAt()));
    }

    static WorkflowSummary readRow(Map<String, AttributeValue> row) {
        return new WorkflowSummary(
                new WorkflowId(Attributes.text(row, Keys.SK).substring(Keys.WORKFLOW_ROW.length())),
                Attributes.text(row, NAME),
                Math.toIntExact(Attributes.number(row, VERSION)),
                Attributes.time(row, CREATED_AT));
    }
}
