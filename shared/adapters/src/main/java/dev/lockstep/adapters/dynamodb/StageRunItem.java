package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Resolved;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * A stage run as an item. It is the item that is written most, and a write costs one unit as long as it is under 1 KB: what there
 * is nothing to tell of has no attribute. A join's item has no state: it is made by the first arrival.
 */
final class StageRunItem {
    static final String REVISION = "revision";
    static final String ARRIVED = "arrived";
    static final String DEAD = "dead";
    static final String EXPECTED = "expected";
    static final String STATE = "state";
    static final String ATTEMPT = "attempt";
    static final String STARTED = "started";
    static final String ENDED = "ended";
    static final String LEASE = "lease";
    static final String NEXT = "next";
    /** When workers were last told of it, where that was not when it started. */
    static final String OFFERED_AT = "offered";

    static final String FAILURE = "failure";
    static final String MESSAGE = "message";
    static final String DETAILS = "details";
    static final String BY = "by";
    static final String REASON = "reason";
    static final String WORKFLOW = "workflow";
    static final String VERSION = "version";
    static final String CHILD = "child";
    static final String TOTAL = "total";
    static final String ROUND = "round";
    static final String TOOK = "took";
    /** That a failed run has an output, whether or not that was read, and where it is. */
    static final String PASSES = "passes";
    /** That an execution that did the attempt before does this one, too. */
    static final String AGAIN = "again";

    /** What a worker says that its attempt counts as. */
    static final String CREDITS = "credits";

    static final String APPROVALS = "approvals";
    static final String TRANSITION = "transition";
    static final String DOMAIN = "domain";
    static final String TAKEN = "taken";
    static final String REMINDERS = "reminders";
    static final String REMINDED_AT = "reminded_at";
    /** By which run a fork is over. */
    static final String OVER_BY = "over_by";

    private static final String PAST = "past";

    /** What a dynamic task came to be. */
    private static final String CAME_TO_BE = "came_to_be";

    static final String INPUT = "input";
    static final String OUTPUT = "output";
    static final String VARIABLES = "variables";
    static final String ITEMS = "items";

    /** Every attribute but the data, each under a name that is no word of the expression language. */
    private static final Map<String, String> WITHOUT_DATA = Stream.of(
                    Keys.PK,
                    Keys.SK,
                    REVISION,
                    ARRIVED,
                    DEAD,
                    EXPECTED,
                    STATE,
                    ATTEMPT,
                    STARTED,
                    ENDED,
                    LEASE,
                    NEXT,
                    OFFERED_AT,
                    FAILURE,
                    MESSAGE,
                    BY,
                    REASON,
                    WORKFLOW,
                    VERSION,
                    CHILD,
                    TOTAL,
                    ROUND,
                    TOOK,
                    PASSES,
                    AGAIN,
                    CREDITS,
                    APPROVALS,
                    TRANSITION,
                    DOMAIN,
                    TAKEN,
                    REMINDERS,
                    REMINDED_AT,
                    OVER_BY,
                    PAST,
                    CAME_TO_BE)
            .collect(Collectors.toUnmodifiableMap(name -> "#" + name, name -> name));

    private static final List<String> DATA = List.of(INPUT, OUTPUT, VARIABLES, ITEMS, DETAILS);

    /** What the attribute of that name holds. */
    enum State {
        RUNNING,
        RETRYING,
        WAITING,
        AWAITING,
        OFFERED,
        DELEGATED,
        MAPPING,
        LOOPING,
        ELEMENTS,
        COMPLETED,
        FAILED,
        SKIPPED,
        SKIP_AHEAD,
        CANCELED
    }

    private StageRunItem() {}

    static Map<String, AttributeValue> write(ExecutionId execution, StageRun run) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.stageRun(execution, run.key()));
        item.put(REVISION, Attributes.of(run.revision()));
        StageStateWriter.write(run.state(), item);
        if (!run.past().isEmpty()) {
            item.put(PAST, PastAttempts.write(run.past()));
        }
        run.resolved().ifPresent(came -> item.put(CAME_TO_BE, Attributes.of(Json.write(came))));
        return item;
    }

    static StageRun read(Map<String, AttributeValue> item) {
        return new StageRun(
                Keys.stageRunOf(item),
                Attributes.number(item, REVISION),
                new StageStateReader(item).read(),
                Attributes.optionalText(item, PAST).map(PastAttempts::read).orElse(List.of()),
                Attributes.optionalText(item, CAME_TO_BE).map(text -> Json.fromTree(Json.read(text), Resolved.class)));
    }

    static StageRunState.Gathering gathering(Map<String, AttributeValue> item) {
        return new StageStateReader(item).gathering();
    }

    /** No set is empty in DynamoDB: one that is has no attribute. */
    static AttributeValue branches(Set<Integer> branches) {
        return AttributeValue.fromNs(branches.stream().map(String::valueOf).toList());
    }

    /** Has a query leave out the data of the stage runs that it finds. */
    static void leaveOutData(QueryRequest.Builder request) {
        request.projectionExpression(String.join(", ", WITHOUT_DATA.keySet())).expressionAttributeNames(WITHOUT_DATA);
    }

    /** How much data an item holds, in characters of JSON. */
    static long dataSize(Map<String, AttributeValue> item) {
        return DATA.stream()
                .flatMap(name -> Attributes.optionalText(item, name).stream())
                .mapToLong(String::length)
                .sum();
    }
}
