package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.WorkflowStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Workflows in DynamoDB. */
public final class DynamoWorkflowStore implements WorkflowStore {
    private final String table;
    private final ItemReader reader;
    private final Rows rows;
    private final Transactions transactions;

    public DynamoWorkflowStore(DynamoDbClient client, String table) {
        this.table = table;
        this.reader = new ItemReader(client, table);
        this.rows = new Rows(client, table);
        this.transactions = new Transactions(client, table);
    }

    @Override
    public boolean add(WorkflowVersion version, Optional<Head> before) {
        WorkflowRef ref = version.ref();
        int expected = before.map(Head::version).orElse(0) + 1;
        if (ref.version() != expected || !Keys.isId(ref.workflow().value())) {
            return false;
        }
        Map<String, AttributeValue> head = Keys.head(ref.workspace(), ref.workflow());
        Map<String, AttributeValue> row = row(version, before);
        return transactions.commit(
                transactions.putNew(WorkflowItems.version(version)),
                transactions.putNew(WorkflowItems.plan(version)),
                Transactions.item(WorkflowItems.head(version, before, row).transacted(table, head)),
                Transactions.item(WorkflowItems.row(version).transacted(table, row)));
    }

    private Map<String, AttributeValue> row(WorkflowVersion version, Optional<Head> before) {
        WorkflowRef ref = version.ref();
        if (!version.plan().isMachine()) {
            return Keys.workflowRow(ref.workspace(), ref.workflow());
        }
        boolean isListed = before.filter(head -> !head.deleted()).isPresent();
        // Where the head changes between this read and the write, the write's condition on it fails.
        return isListed
                ? WorkflowItems.rowKey(
                        reader.one(Keys.head(ref.workspace(), ref.workflow())), ref.workspace(), ref.workflow())
                : Keys.machineRow(ref.workspace(), ref.workflow(), version.createdAt());
    }

    @Override
    public Optional<Head> head(Workspace workspace, WorkflowId workflow) {
        return Keys.isId(workflow.value())
                ? WorkflowItems.readHead(reader.one(Keys.head(workspace, workflow)))
                : Optional.empty();
    }

    /** Two single reads, since a function that reads no stage runs has no right to a batch; who asks keeps the answer. */
    @Override
    public Optional<WorkflowVersion> find(WorkflowRef ref) {
        if (!Keys.isId(ref.workflow().value())) {
            return Optional.empty();
        }
        Map<String, AttributeValue> version = reader.one(Keys.version(ref.workspace(), ref.workflow(), ref.version()));
        if (version.isEmpty()) {
            return Optional.empty();
        }
        Map<String, AttributeValue> plan = reader.one(Keys.plan(ref.workspace(), ref.workflow(), ref.version()));
        return Optional.of(WorkflowItems.read(ref, version, plan));
    }

    @Override
    public Page<WorkflowSummary> list(Workspace workspace, Kind kind, PageRequest page) {
        String prefix = switch (kind) {
            case GRAPH -> Keys.WORKFLOW_ROW;
            case MACHINE -> Keys.MACHINE_ROW;
        };
        return rows.newestFirst(Keys.workspacePk(workspace), prefix, page, WorkflowItems::readRow);
    }

    @Override
    public Page<VersionSummary> versions(Workspace workspace, WorkflowId workflow, PageRequest page) {
        return Keys.isId(workflow.value())
                ? rows.newestFirst(Keys.workflowPk(workspace, workflow), Keys.VERSION, page, WorkflowItems::readVersion)
                : new Page<>(List.of(), Optional.empty());
    }

    @Override
    public boolean delete(Workspace workspace, WorkflowId workflow) {
        if (!Keys.isId(workflow.value())) {
            return false;
        }
        Map<String, AttributeValue> head = reader.one(Keys.head(workspace, workflow));
        return !head.isEmpty()
                && transactions.commit(
                        Transactions.item(WorkflowItems.deletion().transacted(table, Keys.head(workspace, workflow))),
                        transactions.delete(WorkflowItems.rowKey(head, workspace, workflow)));
    }
}
