package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Edge;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.StepQueue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What is to be seen in some of many runs: a simulation in which one of them never occurs has gone blind. */
enum Sight {
    COMPLETED,
    FAILED,
    CANCELED,
    DEAD_LETTERED,
    SKIPPED,
    RETRIED,
    RETRIED_LATER_THAN_THE_QUEUE_DELAYS,
    EFFECT_RUN_AGAIN_AFTER_A_STRIKE,
    TREE_OF_JOINS,
    SECOND_VERSION;

    static Set<Sight> in(Outcome outcome) {
        Set<Sight> sights = EnumSet.noneOf(Sight.class);
        outcome.accepted().forEach(id -> {
            Recorded recorded = outcome.memory().executions.read(id).orElseThrow();
            Plan plan = outcome.graphs().of(recorded.execution().workflow()).plan();
            sights.add(end(recorded.execution().state()));
            recorded.runs().values().forEach(run -> look(outcome, recorded, plan, run, sights));
            if (recorded.execution().workflow().version() == 2) {
                sights.add(SECOND_VERSION);
            }
        });
        return sights;
    }

    private static Sight end(ExecutionState state) {
        return switch (state) {
            case ExecutionState.Completed completed -> COMPLETED;
            case ExecutionState.Failed failed when failed.failure().equals(Failure.deadLettered()) -> DEAD_LETTERED;
            case ExecutionState.Failed failed -> FAILED;
            case ExecutionState.Canceled canceled -> CANCELED;
            case ExecutionState.Paused paused -> throw new IllegalStateException("nobody pauses here");
            case ExecutionState other -> throw new IllegalStateException("the run is not over");
        };
    }

    private static void look(Outcome outcome, Recorded recorded, Plan plan, StageRun run, Set<Sight> sights) {
        switch (run.state()) {
            case StageRunState.Completed completed -> {
                Duration delay = plan.task(run.key().stage()).policy().retry().delay(1, 0);
                if (completed.attempt() > 1) {
                    sights.add(
                            delay.compareTo(StepQueue.MAX_DELAY) > 0 ? RETRIED_LATER_THAN_THE_QUEUE_DELAYS : RETRIED);
                }
                int runs = outcome.runner().runsOf(recorded.execution().id(), run.key());
                if (runs > completed.attempt()
                        && outcome.hasEffects(recorded.execution().id(), run.key())) {
                    sights.add(EFFECT_RUN_AGAIN_AFTER_A_STRIKE);
                }
            }
            case StageRunState.Skipped skipped -> sights.add(SKIPPED);
            case StageRunState.Gathering gathering -> {
                if (plan.stage(run.key().stage()) instanceof Stage.Join join
                        && join.next().stream().anyMatch(edge -> edge instanceof Edge.Into)) {
                    sights.add(TREE_OF_JOINS);
                }
            }
            case StageRunState.Failed failed -> {}
            case StageRunState.Waiting waiting -> {}
            case StageRunState.Running running -> {}
            case StageRunState.Retrying retrying -> {}
            case StageRunState other -> {}
        }
    }
}
