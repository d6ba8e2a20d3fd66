package dev.lockstep.engine.trial;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Resolved;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.StandIns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is told of each of the executions of a trial: of those that others have for children, what those have for them. */
final class KnownMocks implements StandIns {
    private final StageRunStore runs;
    private final Plans plans;
    private final Mocks outermost;
    private final Map<ExecutionId, Mocks> known = new HashMap<>();

    KnownMocks(StageRunStore runs, Plans plans, Mocks outermost) {
        this.runs = runs;
        this.plans = plans;
        this.outermost = outermost;
    }

    @Override
    public boolean haveTold(Attempted attempted) {
        return of(attempted.execution()).has(attempted);
    }

    /** What is told of the next attempt at a run, if something is. */
    Optional<Mock> take(Recorded recorded, Step task) {
        return of(recorded.execution()).take(attempted(recorded, task));
    }

    private Mocks of(ExecutionId id) {
        Mocks mocks = known.get(id);
        return mocks == null ? of(runs.read(id, List.of()).orElseThrow().execution()) : mocks;
    }

    private Mocks of(Execution execution) {
        Mocks mocks = known.get(execution.id());
        if (mocks == null) {
            mocks = execution.parent().map(this::within).orElse(outermost);
            known.put(execution.id(), mocks);
        }
        return mocks;
    }

    /** Of what is started on a failure, nothing is told. */
    private Mocks within(Parent parent) {
        if (parent.hasFailed()) {
            return Mocks.NONE;
        }
        Recorded above = runs.read(parent.execution(), List.of(parent.run())).orElseThrow();
        return of(above.execution()).within(attempted(above, parent.step()));
    }

    private Attempted attempted(Recorded recorded, Step step) {
        return new Attempted(
                step.execution(),
                step.run(),
                plans.get(step.workflow()).plan().task(step.run().stage()),
                recorded.run(step.run())
                        .flatMap(StageRun::resolved)
                        .map(Resolved::label)
                        .orElseGet(Json::object));
    }
}
