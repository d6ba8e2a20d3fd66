package dev.lockstep.engine.live;

import dev.lockstep.engine.execution.ExecutionId;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What was sent last of the executions that were followed last. An execution is read as it stands, which may be ahead of what
 * was heard of it: what is heard of later is no news then. This saves sends, and nothing depends on it: what is forgotten here
 * is sent once more.
 */
final class LastSent {
    private static final int MOST_EXECUTIONS = 500;

    private final Map<ExecutionId, Sent> byExecution = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ExecutionId, Sent> eldest) {
            return size() > MOST_EXECUTIONS;
        }
    };

    private record Sent(long revision, Set<String> connections) {}

    synchronized boolean was(ExecutionId execution, long revision, String connection) {
        Sent sent = byExecution.get(execution);
        return sent != null && sent.revision() >= revision && sent.connections().contains(connection);
    }

    synchronized void add(ExecutionId execution, long revision, Collection<String> connections) {
        Set<String> all = new HashSet<>(connections);
        Sent before = byExecution.remove(execution);
        if (before != null && before.revision() == revision) {
            all.addAll(before.connections());
        }
        byExecution.put(execution, new Sent(revision, all));
    }
}
