package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.WatchStore;
import dev.lockstep.engine.progress.Position;
import dev.lockstep.engine.webhook.Watch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Watches in DynamoDB, each beside its execution, apart from its records: no reader of those meets it. */
public final class DynamoWatchStore implements WatchStore {
    private static final String WORKFLOW = "workflow";
    private static final String VERSION = "version";
    private static final String URL = "url";
    private static final String SUBSCRIPTIONS = "subscriptions";
    private static final String WATCHED = "watched";
    private static final String POSITION = "position";

    private final DynamoDbClient client;
    private final String table;
    private final ItemReader reader;

    public DynamoWatchStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.reader = new ItemReader(client, table);
    }

    @Override
    public Watch begin(Watch watch) {
        return new ConditionalPut(client, table).asNew(write(watch))
                ? watch
                : find(watch.execution()).orElse(watch);
    }

    @Override
    public Optional<Watch> find(ExecutionId execution) {
        Map<String, AttributeValue> item = reader.one(Keys.watch(execution));
        return item.isEmpty() ? Optional.empty() : Optional.of(read(execution, item));
    }

    /** None is made anew by it: the execution may have been removed meanwhile. */
    @Override
    public void advance(Watch watch) {
        update(
                watch.execution(),
                new Update()
                        .set(Map.of(
                                WATCHED, Attributes.of(watch.revision()),
                                POSITION, Attributes.of(watch.position().toString()))));
    }

    @Override
    public void forgetUrl(ExecutionId execution) {
        update(execution, new Update().remove(URL));
    }

    private void update(ExecutionId execution, Update update) {
        update.onlyIf("attribute_exists(pk)", Map.of()).applyWhereItHolds(client, table, Keys.watch(execution));
    }

    private static Map<String, AttributeValue> write(Watch watch) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.watch(watch.execution()));
        item.put(
                WORKFLOW,
                Attributes.of(Keys.workflowKey(
                        watch.workflow().workspace(), watch.workflow().workflow())));
        item.put(VERSION, Attributes.of(watch.workflow().version()));
        watch.url().ifPresent(url -> item.put(URL, Attributes.of(url)));
        item.put(
                SUBSCRIPTIONS,
                AttributeValue.fromL(
                        watch.subscriptions().stream().map(Attributes::of).toList()));
        item.put(WATCHED, Attributes.of(watch.revision()));
        item.put(POSITION, Attributes.of(watch.position().toString()));
        return item;
    }

    static Watch read(ExecutionId execution, Map<String, AttributeValue> item) {
        List<String> subscriptions = Attributes.required(item, SUBSCRIPTIONS).l().stream()
                .map(AttributeValue::s)
                .toList();
        return new Watch(
                execution,
                Keys.workflowOf(Attributes.text(item, WORKFLOW), Math.toIntExact(Attributes.number(item, VERSION))),
                Attributes.optionalText(item, URL),
                subscriptions,
                Attributes.number(item, WATCHED),
                Position.parse(Attributes.text(item, POSITION)));
    }
}
