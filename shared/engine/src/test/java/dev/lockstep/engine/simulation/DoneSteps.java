package dev.lockstep.engine.simulation;

import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Checks, when the message of a step is about to be deleted, that all that follows from what its function saw was done. */
final class DoneSteps {
    private final Memory memory;
    private final Graphs graphs;
    private final SimulatedQueue queue;

    DoneSteps(Memory memory, Graphs graphs, SimulatedQueue queue) {
        this.memory = memory;
        this.graphs = graphs;
        this.queue = queue;
    }

    /** @param seen the stage runs as the function last saw them: its own, and the joins that it arrived at */
    void check(Step step, Collection<StageRun> seen) {
        Optional<Execution> execution = memory.execution(step.execution());
        if (execution.isEmpty() || !execution.get().isLive()) {
            return;
        }
        Promise.MESSAGES_ARE_DELETED_LAST.holdsIf(
                memory.run(step.execution(), step.run()).isPresent(),
                () -> "nothing is recorded of " + step + ", and its message deleted");
        seen.forEach(run -> checkFollowed(execution.get(), run));
    }

    private void checkFollowed(Execution execution, StageRun run) {
        for (Effect effect : Decider.effects(
                graphs.of(execution.workflow()).plan(), Recorded.of(execution, List.of()), run, Instant.EPOCH)) {
            Promise.MESSAGES_ARE_DELETED_LAST.holdsIf(
                    isDone(execution, effect), () -> run.key() + " is done with, and not " + effect);
        }
    }

    private boolean isDone(Execution execution, Effect effect) {
        return switch (effect) {
            case Effect.Send send -> queue.everTook(execution.id(), send.run());
            case Effect.Arrive arrive -> hasArrived(execution, arrive);
            // It is live.
            case Effect.End end -> false;
            case Effect other -> true;
        };
    }

    private boolean hasArrived(Execution execution, Effect.Arrive arrive) {
        return memory.run(execution.id(), arrive.join())
                .filter(run -> run.state() instanceof StageRunState.Gathering gathering
                        && gathering.arrived().containsAll(arrive.alive()))
                .isPresent();
    }
}
