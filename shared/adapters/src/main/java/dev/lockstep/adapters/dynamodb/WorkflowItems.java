package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.WorkflowStore.Head;
import dev.lockstep.engine.ports.WorkflowStore.VersionSummary;
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
    private static final String ROW = "row";

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

    /** Makes the version the latest, if the one before it is, as far as is known. */
    static Update head(WorkflowVersion version, Optional<Head> before, Map<String, AttributeValue> row) {
        Update update =
                new Update().set(Map.of(VERSION, Attributes.of(version.ref().version())));
        if (version.plan().isMachine()) {
            update.set(Map.of(ROW, Attributes.required(row, Keys.SK)));
        }
        if (before.isEmpty()) {
            return update.onlyIf("attribute_not_exists(pk)", Map.of());
        }
        Map<String, AttributeValue> values =
                Map.of(":before", Attributes.of(before.get().version()));
        return before.get().deleted()
                ? update.remove(DELETED).onlyIf("#version = :before AND attribute_exists(#deleted)", values)
                : update.onlyIf("#version = :before AND attribute_not_exists(#deleted)", values, DELETED);
    }

    static Update deletion() {
        return new Update()
                .set(Map.of(DELETED, AttributeValue.fromBool(true)))
                .onlyIf("attribute_exists(pk) AND attribute_not_exists(#deleted)", Map.of());
    }

    static Optional<Head> readHead(Map<String, AttributeValue> head) {
        return head.isEmpty()
                ? Optional.empty()
                : Optional.of(new Head(Math.toIntExact(Attributes.number(head, VERSION)), head.containsKey(DELETED)));
    }

    /** The key of the workflow's row in the list of its workspace. A graph's follows from its id. */
    static Map<String, AttributeValue> rowKey(
            Map<String, AttributeValue> head, Workspace workspace, WorkflowId workflow) {
        return Attributes.optionalText(head, ROW)
                .map(row -> Keys.row(workspace, row))
                .orElseGet(() -> Keys.workflowRow(workspace, workflow));
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

    static VersionSummary readVersion(Map<String, AttributeValue> item) {
        int number = Integer.parseInt(Attributes.text(item, Keys.SK).substring(Keys.VERSION.length()));
        return new VersionSummary(number, Attributes.text(item, NAME), Attributes.time(item, CREATED_AT));
    }

    static WorkflowSummary readRow(Map<String, AttributeValue> row) {
        String sk = Attributes.text(row, Keys.SK);
        return new WorkflowSummary(
                sk.startsWith(Keys.MACHINE_ROW)
                        ? Keys.machineOf(row)
                        : new WorkflowId(sk.substring(Keys.WORKFLOW_ROW.length())),
                Attributes.text(row, NAME),
                Math.toIntExact(Attributes.number(row, VERSION)),
                Attributes.time(row, CREATED_AT));
    }
}
