package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StepQueue;
import dev.lockstep.engine.ports.Wakes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Does what the decider says. Doing it twice is the same as once. */
public final class Effects {
    private final ExecutionStore executions;
    private final StageRunStore runs;
    private final StepQueue queue;
    private final Wakes wakes;
    private final InstantSource clock;

    public Effects(ExecutionStore executions, StageRunStore runs, StepQueue queue, Wakes wakes, InstantSource clock) {
        this.executions = executions;
        this.runs = runs;
        this.queue = queue;
        this.wakes = wakes;
        this.clock = clock;
    }

    /** What follows from a recorded stage run. */
    void follow(Plan plan, Execution execution, StageRun run) {
        apply(plan, execution, Decider.effects(plan, run, clock.instant()));
    }

    /** What follows from a stage run that was recorded before, as far as it has left no trace yet. */
    void followAgain(Plan plan, Execution execution, StageRun run) {
        Set<StageRunKey> traces = Decider.traces(plan, run.key());
        Recorded recorded = traces.isEmpty()
                ? Recorded.of(execution, List.of())
                : runs.read(execution.id(), traces).orElseThrow();
        apply(plan, execution, new Frontier(plan, recorded).after(run, clock.instant()));
    }

    /** All sends go together, so that they share requests. */
    void apply(Plan plan, Execution execution, List<Effect> effects) {
        List<StepQueue.Delayed> sends = new ArrayList<>();
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send send -> schedule(execution, send, sends);
                case Effect.Arrive arrive -> arrive(plan, execution, arrive);
                case Effect.End end -> executions.end(execution.id(), end.end());
            }
        }
        if (!sends.isEmpty()) {
            queue.send(sends);
        }
    }

    private void schedule(Execution execution, Effect.Send send, List<StepQueue.Delayed> sends) {
        Duration delay = Duration.between(clock.instant(), send.notBefore());
        if (delay.compareTo(StepQueue.MAX_DELAY) > 0) {
            wakes.bringForward(execution.id(), send.notBefore());
        } else {
            Step step = new Step(execution.workflow(), execution.id(), send.run());
            sends.add(new StepQueue.Delayed(step, delay.isNegative() ? Duration.ZERO : delay));
        }
    }

    private void arrive(Plan plan, Execution execution, Effect.Arrive arrive) {
        Set<Integer> arrived = runs.arrive(execution.id(), arrive.join(), arrive.branch());
        // The join's own revision is of no matter here: only what has arrived decides.
        follow(plan, execution, new StageRun(arrive.join(), 0, new StageRunState.Gathering(arrived)));
    }
}
