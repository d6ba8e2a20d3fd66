package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.schedule.Pause;
import dev.lockstep.engine.schedule.Progress;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleKey;
import dev.lockstep.engine.schedule.ScheduleSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/**
 * A schedule as two items: what it is and where it stands, in the list of its workspace; and the input of its executions, which
 * may be large, so that neither a list nor the watchdog's writes pay for it.
 */
final class ScheduleItem {
    static final String REVISION = "revision";

    /** Few: a schedule is looked at once for each due time, an execution many times. */
    static final int SHARDS = 4;

    private static final String EDITION = "edition";
    private static final String CREATED_AT = "created_at";
    private static final String SPEC = "spec";
    private static final String PAUSED = "paused";
    private static final String PROGRESS = "progress";

    /** The wake as it is meant; that of the index has whole milliseconds. */
    private static final String WAKES_AT = "wakes_at";

    private static final String INPUT = "input";

    private ScheduleItem() {}

    static Map<String, AttributeValue> write(Schedule schedule) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.schedule(schedule.key()));
        item.put(REVISION, Attributes.of(schedule.revision()));
        item.put(EDITION, Attributes.of(schedule.edition()));
        item.put(CREATED_AT, Attributes.of(schedule.createdAt()));
        item.put(SPEC, json(schedule.spec()));
        item.put(PROGRESS, json(schedule.progress()));
        schedule.paused().ifPresent(pause -> item.put(PAUSED, json(pause)));
        schedule.wakeAt().ifPresent(at -> {
            item.put(WAKES_AT, Attributes.of(at));
            item.put(ExecutionItem.WAKE_SHARD, Attributes.of(shard(shardOf(schedule.key()))));
            item.put(ExecutionItem.WAKE_AT, ExecutionItem.wakeAt(at));
        });
        return item;
    }

    static Schedule read(Map<String, AttributeValue> item) {
        return new Schedule(
                Keys.scheduleOf(item),
                value(item, SPEC, ScheduleSpec.class),
                Math.toIntExact(Attributes.number(item, EDITION)),
                Attributes.time(item, CREATED_AT),
                item.containsKey(PAUSED) ? Optional.of(value(item, PAUSED, Pause.class)) : Optional.empty(),
                value(item, PROGRESS, Progress.class),
                Attributes.optionalTime(item, WAKES_AT),
                Attributes.number(item, REVISION));
    }

    static Map<String, AttributeValue> writeInput(Schedule schedule, JsonNode input) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.scheduleInput(schedule.key()));
        item.put(EDITION, Attributes.of(schedule.edition()));
        item.put(INPUT, Attributes.of(Json.write(input)));
        return item;
    }

    /** Empty where the item has that of another edition, or is not there. */
    static Optional<JsonNode> readInput(Schedule schedule, Map<String, AttributeValue> item) {
        return Attributes.optionalNumber(item, EDITION)
                .filter(edition -> edition == schedule.edition())
                .map(edition -> Json.read(Attributes.text(item, INPUT)));
    }

    static String shard(int number) {
        return "schedules-" + number;
    }

    private static int shardOf(ScheduleKey key) {
        return Math.floorMod(key.id().value().hashCode(), SHARDS);
    }

    private static AttributeValue json(Object value) {
        return Attributes.of(Json.write(value));
    }

    private static <T> T value(Map<String, AttributeValue> item, String name, Class<T> type) {
        return Json.fromTree(Json.read(Attributes.text(item, name)), type);
    }
}
