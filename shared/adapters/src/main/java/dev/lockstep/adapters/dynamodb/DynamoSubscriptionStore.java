package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.SubscriptionStore;
import dev.lockstep.engine.webhook.SigningGeneration;
import dev.lockstep.engine.webhook.Subscription;
import dev.lockstep.engine.webhook.SubscriptionKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Subscriptions in DynamoDB, those of a workspace under one key. */
public final class DynamoSubscriptionStore implements SubscriptionStore {
    private static final String SIGNING = "signing";

    private final ItemReader reader;
    private final Rows rows;
    private final ConditionalPut put;
    private final Transactions transactions;

    public DynamoSubscriptionStore(DynamoDbClient client, String table) {
        this.reader = new ItemReader(client, table);
        this.rows = new Rows(client, table);
        this.put = new ConditionalPut(client, table);
        this.transactions = new Transactions(client, table);
    }

    @Override
    public boolean add(Subscription subscription) {
        return put.asNew(SubscriptionItem.write(subscription));
    }

    @Override
    public Optional<Subscription> find(SubscriptionKey key) {
        if (!Keys.isId(key.id())) {
            return Optional.empty();
        }
        Map<String, AttributeValue> item = reader.one(Keys.subscription(key));
        return item.isEmpty() ? Optional.empty() : Optional.of(SubscriptionItem.read(item));
    }

    @Override
    public Page<Subscription> list(Workspace workspace, PageRequest page) {
        return rows.newestFirst(Keys.receiversPk(workspace), Keys.SUBSCRIPTION_ROW, page, SubscriptionItem::read);
    }

    /** Far under a query's megabyte, since there may only be so many. */
    @Override
    public List<Subscription> all(Workspace workspace) {
        return list(workspace, new PageRequest(PageRequest.MAX_LIMIT, Optional.empty()))
                .items();
    }

    @Override
    public Optional<Subscription> write(Subscription changed) {
        Subscription written = changed.written();
        return put.over(changed.revision(), SubscriptionItem.write(written)) ? Optional.of(written) : Optional.empty();
    }

    @Override
    public boolean delete(SubscriptionKey key) {
        return Keys.isId(key.id()) && transactions.commit(transactions.delete(Keys.subscription(key)));
    }

    @Override
    public SigningGeneration signing(Workspace workspace) {
        Map<String, AttributeValue> item = reader.one(Keys.signingGeneration(workspace));
        return item.isEmpty()
                ? SigningGeneration.FIRST
                : Json.fromTree(Json.read(Attributes.text(item, SIGNING)), SigningGeneration.class);
    }

    @Override
    public boolean writeSigning(Workspace workspace, SigningGeneration next) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.signingGeneration(workspace));
        item.put(SIGNING, Attributes.of(Json.write(next)));
        item.put(ConditionalPut.REVISION, Attributes.of(next.number()));
        // The first is recorded nowhere.
        return next.number() == SigningGeneration.FIRST.number() + 1
                ? put.asNew(item)
                : put.over(next.number() - 1L, item);
    }
}
