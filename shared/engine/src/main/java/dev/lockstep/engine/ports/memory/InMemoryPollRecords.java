package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.PollRecords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who asked for tasks, in memory. */
public final class InMemoryPollRecords implements PollRecords {
    private record Key(Workspace workspace, String taskType, Optional<String> domain, String worker) {}

    private final Map<Key, Poll> polls = new LinkedHashMap<>();

    @Override
    public synchronized void put(Workspace workspace, Poll poll) {
        polls.put(new Key(workspace, poll.taskType(), poll.domain(), poll.worker()), poll);
    }

    @Override
    public List<Poll> of(Workspace workspace, String taskType) {
        return all(workspace).stream()
                .filter(poll -> poll.taskType().equals(taskType))
                .toList();
    }

    @Override
    public synchronized List<Poll> all(Workspace workspace) {
        return polls.entrySet().stream()
                .filter(entry -> entry.getKey().workspace().equals(workspace))
                .map(Map.Entry::getValue)
                .limit(MOST)
                .toList();
    }
}
