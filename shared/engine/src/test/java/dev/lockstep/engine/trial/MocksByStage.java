package dev.lockstep.engine.trial;

import dev.lockstep.engine.usecases.StandIns.Attempted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is told of stages by their ids, whatever execution they are of. */
final class MocksByStage implements Mocks {
    private final Map<String, Deque<Mock>> byStage = new HashMap<>();

    MocksByStage tell(String stage, Mock... mocks) {
        byStage.put(stage, new ArrayDeque<>(List.of(mocks)));
        return this;
    }

    @Override
    public boolean has(Attempted attempted) {
        return !of(attempted).isEmpty();
    }

    @Override
    public Optional<Mock> take(Attempted attempted) {
        return Optional.ofNullable(of(attempted).poll());
    }

    @Override
    public Mocks within(Attempted attempted) {
        return this;
    }

    private Deque<Mock> of(Attempted attempted) {
        return byStage.getOrDefault(attempted.run().stage(), new ArrayDeque<>());
    }
}
