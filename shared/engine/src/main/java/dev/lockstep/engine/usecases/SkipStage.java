package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Skips a stage that has been reached and has no outcome, so that what comes after it goes on with its input. */
public final class SkipStage {
    private final ReadExecution read;
    private final StageCommit commit;
    private final Effects effects;
    private final InstantSource clock;

    public SkipStage(ReadExecution read, StageRunStore runs, Effects effects, InstantSource clock) {
        this.read = read;
        this.commit = new StageCommit(runs, effects, clock);
        this.effects = effects;
        this.clock = clock;
    }

    /**
     * @param stage one outside all loops
     * @return the execution as it then stands; a stage that was skipped before stays as it was
     * @throws Refusal where the caller's workspace has no such execution of the workflow, it has ended, there is no such stage, or
     *     the stage has not been reached, goes round, or is done
     */
    public ReadExecution.Found skip(
            Caller caller, String workflow, ExecutionId id, String stage, Optional<String> reason) {
        ReadExecution.Found found = Controls.notEnded(read.read(caller, workflow, id));
        Plan plan = found.version().plan();
        Execution execution = found.recorded().execution();
        StageRunKey key = key(plan, execution, stage);
        Turn turn = commit.read(plan, execution, key).orElseThrow(() -> Refusal.noExecution(id.value()));
        Optional<StageRun> known = turn.recorded().run(key);
        if (known.isPresent() && known.get().state() instanceof StageRunState.Skipped) {
            commit.followAgain(turn, known.get());
            return found;
        }
        Instant now = clock.instant();
        if (!mayBeSkipped(known, new Frontier(plan, found.recorded()), key, now)) {
            throw Refusal.notNow("step " + stage + " has not been reached, goes round, or has its outcome");
        }
        JsonNode passed = input(turn, known);
        StageRunState skipped = new StageRunState.Skipped(now, passed, Optional.of(new Actor(caller.keyId(), reason)));
        if (!commit.commit(turn, known, skipped).made()) {
            throw Refusal.notNow("step " + stage + " was just moved by somebody else; try again");
        }
        known.ifPresent(run -> effects.children().cancel(plan, execution, run));
        return read.read(caller, workflow, id);
    }

    private static StageRunKey key(Plan plan, Execution execution, String stage) {
        boolean isOne = plan.find(stage).orElse(null) instanceof Stage.Task task
                && task.place().within().isEmpty()
                && task.place().undoes().isEmpty()
                && task.place().moves().isEmpty();
        if (!isOne) {
            throw Refusal.noSuchTask("there is no step " + stage + " outside all loops");
        }
        Iterations iterations = new Iterations(plan, execution.past().reruns());
        return iterations.outermost(stage);
    }

    private static boolean mayBeSkipped(Optional<StageRun> known, Frontier frontier, StageRunKey key, Instant now) {
        if (known.isEmpty()) {
            return frontier.effects(now).stream()
                    .anyMatch(effect ->
                            effect instanceof Effect.Send send && send.run().equals(key));
        }
        return switch (known.get().state()) {
            case StageRunState.Outcome outcome -> false;
            case StageRunState.Looping looping -> false;
            case StageRunState.Mapping mapping -> false;
            case StageRunState.Gathering gathering -> false;
            case StageRunState.Elements elements -> false;
            case StageRunState.Running running -> true;
            case StageRunState.Retrying retrying -> true;
            case StageRunState.Waiting waiting -> true;
            case StageRunState.Awaiting awaiting -> true;
            case StageRunState.Offered offered -> true;
            case StageRunState.Delegated delegated -> true;
        };
    }

    /** What the stage was to be given; nothing, where that cannot be told, since it may be just why it is skipped. */
    private static JsonNode input(Turn turn, Optional<StageRun> known) {
        if (turn.isForAll()) {
            return Json.object();
        }
        if (known.isPresent()) {
            switch (known.get().state()) {
                case StageRunState.Awaiting awaiting -> {
                    return awaiting.input();
                }
                case StageRunState.Offered offered -> {
                    return offered.input();
                }
                case StageRunState.Delegated delegated -> {
                    return delegated.input();
                }
                case StageRunState other -> {}
            }
        }
        try {
            return turn.data().input(turn.recorded(), turn.data().scope(turn.recorded()));
        } catch (EvaluationException e) {
            return Json.object();
        }
    }
}
