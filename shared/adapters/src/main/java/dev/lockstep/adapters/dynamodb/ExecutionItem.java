package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Domains;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.node.MissingNode;

/** An execution as an item. The indexes and their attributes are declared in {@code template.yaml}. */
final class ExecutionItem {
    static final String BY_WORKFLOW = "by-workflow";
    static final String BY_WAKE = "by-wake";

    static final String WORKFLOW_KEY = "workflow_key";
    static final String EXECUTION_ID = "execution_id";
    static final String WAKE_SHARD = "wake_shard";
    static final String WAKE_AT = "wake_at";
    static final String REVISION = "revision";

    static final int SHARDS = 16;

    static final String BY_WORKSPACE = "by-workspace";
    static final String WORKSPACE_KEY = "workspace_key";
    private static final String CREATED_AT = "created_at";
    private static final String VERSION = "version";
    private static final String INPUT = "input";
    private static final String CORRELATION_ID = "correlation_id";
    private static final String PRIORITY = "priority";
    private static final String DOMAINS = "task_domains";
    private static final String STARTED_BY = "started_by";
    private static final String WEBHOOK_URL = "webhook_url";
    private static final String IDEMPOTENCY_KEY = "idempotency_key";
    private static final String PARENT = "parent";

    /** What an execution may have in one state that it must not have in the next. */
    static final Set<String> OF_STATE = Stream.concat(
                    Stream.of(WAKE_SHARD, WAKE_AT), ExecutionStateItem.ATTRIBUTES.stream())
            .collect(Collectors.toUnmodifiableSet());

    /** All that is read of an execution, but for its input. */
    static final Set<String> WITHOUT_INPUT = Stream.of(
                    Stream.of(
                            WORKFLOW_KEY,
                            REVISION,
                            CREATED_AT,
                            VERSION,
                            CORRELATION_ID,
                            PRIORITY,
                            STARTED_BY,
                            DOMAINS,
                            IDEMPOTENCY_KEY,
                            PARENT,
                            ExecutionStateItem.STATUS),
                    ExecutionStateItem.ATTRIBUTES.stream(),
                    PastItem.ATTRIBUTES.stream())
            .flatMap(attributes -> attributes)
            .collect(Collectors.toUnmodifiableSet());

    /** No wake is later: numbers of milliseconds do not reach as far as {@link Instant#MAX}. */
    private static final Instant LAST_WAKE = Instant.parse("9999-12-31T23:59:59.999Z");

    private ExecutionItem() {}

    /** A live execution. */
    static Map<String, AttributeValue> write(Execution execution, Instant wakeAt) {
        if (!execution.isLive()) {
            throw new IllegalArgumentException("an execution begins live: " + execution.id());
        }
        WorkflowRef workflow = execution.workflow();
        Map<String, AttributeValue> item = new HashMap<>(Keys.execution(execution.id()));
        item.put(WORKFLOW_KEY, Attributes.of(Keys.workflowKey(workflow.workspace(), workflow.workflow())));
        item.put(WORKSPACE_KEY, Attributes.of(workflow.workspace().name()));
        item.put(EXECUTION_ID, Attributes.of(execution.id().value()));
        item.put(WAKE_SHARD, Attributes.of(shard(shardOf(execution.id()))));
        item.put(WAKE_AT, wakeAt(wakeAt));
        item.put(ExecutionStateItem.STATUS, ExecutionStateItem.status(ExecutionState.Name.LIVE));
        item.put(CREATED_AT, Attributes.of(execution.createdAt()));
        item.put(VERSION, Attributes.of(workflow.version()));
        item.put(REVISION, Attributes.of(execution.revision()));
        item.put(INPUT, Attributes.of(Json.write(execution.input())));
        execution.tags().correlationId().ifPresent(id -> item.put(CORRELATION_ID, Attributes.of(id)));
        execution.tags().priority().ifPresent(priority -> item.put(PRIORITY, Attributes.of(priority)));
        execution.tags().startedBy().ifPresent(key -> item.put(STARTED_BY, Attributes.of(key)));
        execution.tags().webhookUrl().ifPresent(url -> item.put(WEBHOOK_URL, Attributes.of(url)));
        if (!execution.tags().domains().equals(Domains.NONE)) {
            item.put(
                    DOMAINS, Attributes.of(Json.write(execution.tags().domains().toJson())));
        }
        execution.tags().idempotencyKey().ifPresent(key -> item.put(IDEMPOTENCY_KEY, Attributes.of(key)));
        execution.parent().ifPresent(parent -> item.put(PARENT, ParentItem.write(parent)));
        item.putAll(PastItem.write(execution.past()));
        return item;
    }

    /** What a state sets in the item; of {@link #OF_STATE}, what is not in here is to be taken away. */
    static Map<String, AttributeValue> state(
            ExecutionId id, ExecutionState state, Optional<Instant> wakeAt, Duration retention) {
        Map<String, AttributeValue> set = ExecutionStateItem.write(state, retention);
        wakeAt.ifPresent(at -> {
            set.put(WAKE_SHARD, Attributes.of(shard(shardOf(id))));
            set.put(WAKE_AT, wakeAt(at));
        });
        return set;
    }

    /** An execution; a missing node stands for its input where that was not read. */
    static Execution read(Map<String, AttributeValue> item) {
        return new Execution(
                Keys.executionOf(item),
                Keys.workflowOf(Attributes.text(item, WORKFLOW_KEY), Math.toIntExact(Attributes.number(item, VERSION))),
                Attributes.optionalText(item, INPUT).map(Json::read).orElseGet(MissingNode::getInstance),
                new Tags(
                        Attributes.optionalText(item, CORRELATION_ID),
                        Attributes.optionalNumber(item, PRIORITY).map(Math::toIntExact),
                        Attributes.optionalText(item, WEBHOOK_URL),
                        Attributes.optionalText(item, STARTED_BY),
                        Attributes.optionalText(item, DOMAINS)
                                .map(Json::read)
                                .map(Domains::read)
                                .orElse(Domains.NONE),
                        Attributes.optionalText(item, IDEMPOTENCY_KEY)),
                Optional.ofNullable(item.get(PARENT)).map(parent -> ParentItem.read(parent.m())),
                Attributes.time(item, CREATED_AT),
                ExecutionStateItem.read(item),
                PastItem.read(item),
                Attributes.number(item, REVISION));
    }

    /** From what the index by workflow holds. */
    static ExecutionSummary readSummary(Map<String, AttributeValue> item) {
        return new ExecutionSummary(
                Keys.executionOf(item),
                ExecutionStateItem.name(item),
                Attributes.time(item, CREATED_AT),
                ExecutionStateItem.endedAt(item));
    }

    static int shardOf(ExecutionId id) {
        return Math.floorMod(id.value().hashCode(), SHARDS);
    }

    static String shard(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    /** A wake in whole milliseconds, rounded up: none may be early. */
    static AttributeValue wakeAt(Instant at) {
        Instant within = at.isAfter(LAST_WAKE) ? LAST_WAKE : at;
        Instant floor = within.truncatedTo(ChronoUnit.MILLIS);
        return Attributes.of(floor.toEpochMilli() + (floor.equals(within) ? 0 : 1));
    }

    /** The last wake that is due by a time. */
    static AttributeValue wakeBy(Instant by) {
        return Attributes.of((by.isAfter(LAST_WAKE) ? LAST_WAKE : by).toEpochMilli());
    }
}
