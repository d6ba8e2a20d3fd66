package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.WorkflowStore;
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
    public boolean add(WorkflowVersion version) {
        Workspace workspace = version.ref().workspace();
        WorkflowId workflow = version.ref().workflow();
        return transactions.commit(
                transactions.putNew(WorkflowItems.version(version)),
                transactions.putNew(WorkflowItems.plan(version)),
                Transactions.item(WorkflowItems.head(version.ref()).transacted(table, Keys.head(workspace, workflow))),
                Transactions.item(WorkflowItems.row(version).transacted(table, Keys.workflowRow(workspace, workflow))));
    }

    @Override
    public Optional<WorkflowRef> latest(Workspace workspace, WorkflowId workflow) {
        if (!Keys.isId(workflow.value())) {
            return Optional.empty();
        }
        return WorkflowItems.latest(reader.one(Keys.head(workspace, workflow)))
                .map(version -> new WorkflowRef(workspace, workflow, version));
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
    public Page<WorkflowSummary> list(Workspace workspace, PageRequest page) {
        return rows.newestFirst(Keys.workspacePk(workspace), Keys.WORKFLOW_ROW, page, WorkflowItems::readRow);
    }

    @Override
    public boolean delete(Workspace workspace, WorkflowId workflow) {
        if (!Keys.isId(workflow.value())) {
            return false;
        }
        return transactions.commit(
                Transactions.item(WorkflowItems.deletion().transacted(table, Keys.head(workspace, workflow))),
                transactions.delete(Keys.workflowRow(workspace, workflow)));
    }
}
