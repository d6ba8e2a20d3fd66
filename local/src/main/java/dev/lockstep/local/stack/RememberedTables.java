package dev.lockstep.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughput;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.dynamodb.services.local.shared.access.TableInfo;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess;

/** What DynamoDB Local keeps, with what each table is like in memory until that changes: it asks for it at every request. */
final class RememberedTables extends SQLiteDBAccess {
    private final Map<String, TableInfo> known = new ConcurrentHashMap<>();

    RememberedTables() {}

    RememberedTables(Path folder) {
        super(folder.toFile());
    }

    @Override
    public @Nullable TableInfo getTableInfo(String table) {
        TableInfo info = known.get(table);
        // Read while the map is held, so that nobody keeps what was read before a change and arrives after it.
        return info == null ? known.computeIfAbsent(table, super::getTableInfo) : info;
    }

    @Override
    public void createTable(
            String table,
            AttributeDefinition hashKey,
            @Nullable AttributeDefinition rangeKey,
            List<AttributeDefinition> attributes,
            List<LocalSecondaryIndex> localIndexes,
            List<GlobalSecondaryIndex> globalIndexes,
            @Nullable ProvisionedThroughput throughput,
            @Nullable OnDemandThroughput onDemand,
            @Nullable BillingMode billing,
            @Nullable Boolean deleteProtection,
            @Nullable StreamSpecification stream) {
        super.createTable(
                table,
                hashKey,
                rangeKey,
                attributes,
                localIndexes,
                globalIndexes,
                throughput,
                onDemand,
                billing,
                deleteProtection,
                stream);
        known.remove(table);
    }

    @Override
    public void updateTable(
            String table,
            @Nullable ProvisionedThroughput throughput,
            @Nullable OnDemandThroughput onDemand,
            @Nullable BillingMode billing,
            long at,
            List<AttributeDefinition> attributes,
            List<GlobalSecondaryIndexDescription> globalIndexes,
            @Nullable Boolean deleteProtection,
            @Nullable StreamSpecification stream) {
        super.updateTable(
                table, throughput, onDemand, billing, at, attributes, globalIndexes, deleteProtection, stream);
        known.remove(table);
    }

    @Override
    public void updateTable(String table, String timeToLive) {
        super.updateTable(table, timeToLive);
        known.remove(table);
    }

    @Override
    public void createGSIColumns(String table, String index) {
        super.createGSIColumns(table, index);
        known.remove(table);
    }

    @Override
    public void backfillGSI(String table, String index) {
        super.backfillGSI(table, index);
        known.remove(table);
    }

    @Override
    public void deleteGSI(String table, String index) {
        super.deleteGSI(table, index);
        known.remove(table);
    }

    @Override
    public void deleteTable(String table) {
        super.deleteTable(table);
        known.remove(table);
    }
}
