package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.ApiKeyStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** API keys in DynamoDB. */
public final class DynamoApiKeyStore implements ApiKeyStore {
    private final ItemReader reader;
    private final Rows rows;
    private final Transactions transactions;

    public DynamoApiKeyStore(DynamoDbClient client, String table) {
        this.reader = new ItemReader(client, table);
        this.rows = new Rows(client, table);
        this.transactions = new Transactions(client, table);
    }

    @Override
    public void add(ApiKey key) {
        transactions.commit(
                transactions.put(ApiKeyItem.write(key, Keys.apiKey(key.sha256()))),
                transactions.put(ApiKeyItem.write(key, Keys.apiKeyRow(key.workspace(), key.id()))));
    }

    @Override
    public Optional<ApiKey> find(String sha256) {
        return found(reader.one(Keys.apiKey(sha256)));
    }

    @Override
    public Page<ApiKey> list(Workspace workspace, PageRequest page) {
        return rows.newestFirst(Keys.workspacePk(workspace), Keys.API_KEY_ROW, page, ApiKeyItem::read);
    }

    @Override
    public boolean revoke(Workspace workspace, String id) {
        if (!Keys.isId(id)) {
            return false;
        }
        return found(reader.one(Keys.apiKeyRow(workspace, id)))
                .map(key -> transactions.commit(
                        transactions.delete(Keys.apiKeyRow(workspace, id)),
                        transactions.delete(Keys.apiKey(key.sha256()))))
                .orElse(false);
    }

    private static Optional<ApiKey> found(Map<String, AttributeValue> item) {
        return item.isEmpty() ? Optional.empty() : Optional.of(ApiKeyItem.read(item));
    }
}
