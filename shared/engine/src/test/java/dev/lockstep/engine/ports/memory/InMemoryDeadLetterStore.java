package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.DeadLetter;
import dev.lockstep.engine.ports.DeadLetterStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages that ran out of deliveries, in memory. */
public final class InMemoryDeadLetterStore implements DeadLetterStore {
    private record Key(Workspace workspace, String id) {}

    private final Map<Key, DeadLetter> letters = new HashMap<>();

    @Override
    public synchronized void add(DeadLetter letter) {
        letters.putIfAbsent(new Key(letter.workspace(), letter.id()), letter);
    }

    @Override
    public synchronized Optional<DeadLetter> find(Workspace workspace, String id) {
        return Optional.ofNullable(letters.get(new Key(workspace, id)));
    }

    @Override
    public synchronized Page<DeadLetter> list(Workspace workspace, PageRequest page) {
        List<DeadLetter> all = letters.values().stream()
                .filter(letter -> letter.workspace().equals(workspace))
                .toList();
        return Pages.newestFirst(all, DeadLetter::id, page);
    }

    @Override
    public synchronized Optional<DeadLetter> redriven(Workspace workspace, String id, DeadLetter.Redriven by) {
        return Optional.ofNullable(letters.computeIfPresent(
                new Key(workspace, id), (key, letter) -> letter.redriven().isPresent() ? letter : letter.with(by)));
    }
}
