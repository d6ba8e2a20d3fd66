package dev.lockstep.engine.trial;

import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.usecases.Plans;
import java.time.Instant;
import java.util.List;

/** Tells what is left to wait for in executions in which nothing is due. */
record Pending(StageRunStore runs, Plans plans, Answers answers) {
    /** Whether a step that comes at its time brings its execution on. */
    boolean isTimeWaitedFor(Step step) {
        return runs.read(step.execution(), List.of(step.run()))
                .filter(recorded -> !recorded.execution().hasEnded())
                .filter(recorded -> !isUntold(recorded, step.run()))
                .isPresent();
    }

    /**
     * Whether time alone brings an execution on: a wait, a deadline or a pause between attempts. An attempt of which nobody tells
     * anything would time out, but that is not what a trial waits for.
     */
    boolean isTimeWaitedFor(Recorded recorded, Instant now) {
        return switch (recorded.execution().state()) {
            case ExecutionState.Live live ->
                new Frontier(plans.get(recorded.execution().workflow()).plan(), recorded)
                        .outlook(now).timers().stream().map(Effect.Send::run).anyMatch(run -> !isUntold(recorded, run));
            case ExecutionState.Compensating compensating ->
                recorded.runs().keySet().stream().noneMatch(run -> isUntold(recorded, run));
            case ExecutionState.Paused paused -> false;
            case ExecutionState.Ended ended -> false;
        };
    }

    private boolean isUntold(Recorded recorded, StageRunKey run) {
        return recorded.run(run).map(StageRun::state).orElse(null) instanceof StageRunState.Offered offered
                && !answers.isAnswered(recorded.execution().id(), run, offered.attempt());
    }
}
