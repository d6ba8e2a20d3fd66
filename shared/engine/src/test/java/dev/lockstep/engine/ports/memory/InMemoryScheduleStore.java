package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.ScheduleStore;
import dev.lockstep.engine.ports.ScheduleWakes;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Schedules in memory, their wakes in two shards. */
public final class InMemoryScheduleStore implements ScheduleStore, ScheduleWakes {
    private static final int SHARDS = 2;

    private record Item(Schedule schedule, JsonNode input) {}

    private final Map<ScheduleKey, Item> items = new HashMap<>();

    @Override
    public synchronized boolean add(Schedule schedule, JsonNode input) {
        return items.putIfAbsent(schedule.key(), new Item(schedule, input)) == null;
    }

    @Override
    public synchronized Optional<Schedule> find(ScheduleKey key) {
        return Optional.ofNullable(items.get(key)).map(Item::schedule);
    }

    @Override
    public synchronized Optional<JsonNode> input(Schedule schedule) {
        return Optional.ofNullable(items.get(schedule.key()))
                .filter(item -> item.schedule().edition() == schedule.edition())
                .map(Item::input);
    }

    @Override
    public synchronized Page<Schedule> list(Workspace workspace, PageRequest page) {
        List<Schedule> all = items.values().stream()
                .map(Item::schedule)
                .filter(schedule -> schedule.key().workspace().equals(workspace))
                .toList();
        return Pages.newestFirst(all, schedule -> schedule.key().id().value(), page);
    }

    @Override
    public synchronized Optional<Schedule> write(Schedule changed) {
        Item item = items.get(changed.key());
        return item == null ? Optional.empty() : write(changed, item.input());
    }

    @Override
    public synchronized Optional<Schedule> write(Schedule defined, JsonNode input) {
        Item item = items.get(defined.key());
        if (item == null || item.schedule().revision() != defined.revision()) {
            return Optional.empty();
        }
        items.put(defined.key(), new Item(defined.written(), input));
        return Optional.of(defined.written());
    }

    @Override
    public synchronized boolean delete(ScheduleKey key) {
        return items.remove(key) != null;
    }

    @Override
    public int shards() {
        return SHARDS;
    }

    @Override
    public synchronized List<ScheduleKey> due(int shard, Instant by, int most) {
        return items.values().stream()
                .map(Item::schedule)
                .filter(schedule -> Math.floorMod(schedule.key().hashCode(), SHARDS) == shard)
                .filter(schedule -> isDue(schedule, by))
                .sorted(Comparator.comparing(schedule -> schedule.wakeAt().orElseThrow()))
                .limit(most)
                .map(Schedule::key)
                .toList();
    }

    private static boolean isDue(Schedule schedule, Instant by) {
        return schedule.wakeAt().map(at -> !InMemoryTable.wake(at).isAfter(by)).orElse(false);
    }
}
