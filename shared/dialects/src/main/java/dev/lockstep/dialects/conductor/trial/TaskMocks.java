package dev.lockstep.dialects.conductor.trial;

import dev.lockstep.dialects.conductor.TriedTask;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.trial.Mock;
import dev.lockstep.engine.trial.Mocks;
import dev.lockstep.engine.usecases.ReportTask.Report;
import dev.lockstep.engine.usecases.StandIns.Attempted;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What is told of the tasks of a workflow by their references, and of those of its sub-workflows. */
final class TaskMocks implements Mocks {
    private final Map<String, Deque<Mock>> byReference = new HashMap<>();
    private final Map<String, TaskMocks> within;

    /**
     * @param byReference in the order in which they are told
     * @param within by the references of the tasks that sub-workflows are of
     */
    TaskMocks(Map<String, List<Mock>> byReference, Map<String, TaskMocks> within) {
        byReference.forEach((reference, mocks) -> this.byReference.put(reference, new ArrayDeque<>(mocks)));
        this.within = Map.copyOf(within);
    }

    @Override
    public boolean has(Attempted attempted) {
        return left(new TriedTask(attempted)).isPresent();
    }

    private Optional<Deque<Mock>> left(TriedTask task) {
        return task.names().stream()
                .map(name -> byReference.getOrDefault(name, new ArrayDeque<>()))
                .filter(mocks -> !mocks.isEmpty())
                .findFirst();
    }

    @Override
    public Optional<Mock> take(Attempted attempted) {
        TriedTask task = new TriedTask(attempted);
        Optional<Mock> mock = left(task).map(Deque::remove);
        return task.isCompletedByOthers()
                ? Optional.of(nothing())
                : mock.map(told -> new Mock(task.recorded(told.report()), told.untilTaken(), told.untilDone()));
    }

    private static Mock nothing() {
        ObjectNode nothing = Json.object();
        return new Mock(new Report.Completed(nothing), Duration.ZERO, Duration.ZERO);
    }

    @Override
    public Mocks within(Attempted attempted) {
        return new TriedTask(attempted)
                .names().stream()
                        .flatMap(name -> Optional.ofNullable(within.get(name)).stream())
                        .<Mocks>map(mocks -> mocks)
                        .findFirst()
                        .orElse(NONE);
    }
}
