package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.decide.Standing;
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
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Skips a stage that has no outcome, so that what comes after it goes on: at once, or when it is reached. */
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
     * What is to be skipped.
     *
     * @param stage one outside all loops
     * @param input what it is said to have been given
     * @param output what goes on to the stages after it; its input where there is none
     */
    public record Request(String stage, Optional<JsonNode> input, Optional<JsonNode> output, Optional<String> reason) {
        public Request(String stage, Optional<String> reason) {
            this(stage, Optional.empty(), Optional.empty(), reason);
        }
    }

    /**
     * @return the execution as it then stands; a stage that was skipped before stays as it was
     * @throws Refusal where the caller's workspace has no such execution of the workflow, it has ended, there is no such stage, or
     *     the stage is on a way that was not taken, goes round, or is done
     */
    public ReadExecution.Found skip(Caller caller, String workflow, ExecutionId id, Request request) {
        Stream.of(request.input(), request.output()).flatMap(Optional::stream).forEach(Controls::checkSize);
        ReadExecution.Found found = Controls.notEnded(read.read(caller, workflow, id));
        Plan plan = found.version().plan();
        Execution execution = found.recorded().execution();
        StageRunKey key = key(plan, execution, request.stage());
        Turn turn = commit.read(plan, execution, key).orElseThrow(() -> Refusal.noExecution(id.value()));
        if (!new Iterations(plan, turn.execution().past().reruns()).isCurrent(key)) {
            throw Refusal.notNow("step " + request.stage() + " was just had run anew by somebody else; try again");
        }
        Optional<StageRun> known = turn.recorded().run(key);
        if (known.isPresent() && known.get().state() instanceof StageRunState.SkipAhead) {
            return found;
        }
        if (known.isPresent() && known.get().state() instanceof StageRunState.Skipped) {
            commit.followAgain(turn, known.get());
            return found;
        }
        if (!commit.commit(turn, known, skipped(found, turn, known, caller, request))
                .made()) {
            throw Refusal.notNow("step " + request.stage() + " was just moved by somebody else; try again");
        }
        known.ifPresent(run -> effects.children().cancel(plan, execution, run));
        return read.read(caller, workflow, id);
    }

    private StageRunState skipped(
            ReadExecution.Found found, Turn turn, Optional<StageRun> known, Caller caller, Request request) {
        Instant now = clock.instant();
        Actor by = new Actor(caller.keyId(), request.reason());
        boolean reached = known.isPresent() || isSent(new Frontier(turn.plan(), found.recorded()), turn.key(), now);
        boolean done = reached
                ? known.filter(run -> !mayBeSkipped(run.state())).isPresent()
                : turn.isUseless() || new Standing(turn.plan(), found.recorded()).isSkipped(turn.key());
        if (done) {
            throw Refusal.notNow(
                    "step " + request.stage() + " is on a way that was not taken, goes round, or has its outcome");
        }
        return reached
                ? new StageRunState.Skipped(
                        now, request.output().orElseGet(() -> input(turn, known)), Optional.of(by), request.input())
                : new StageRunState.SkipAhead(now, request.input(), request.output(), by);
    }

    /** What to record of a stage that was to be skipped once it is reached. */
    static StageRunState reached(Turn turn, StageRunState.SkipAhead ahead, Instant now) {
        JsonNode passed = ahead.passed().orElseGet(() -> input(turn, Optional.empty()));
        return new StageRunState.Skipped(now, passed, Optional.of(ahead.by()), ahead.input());
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

    /** Whether its step is on its way. */
    private static boolean isSent(Frontier frontier, StageRunKey key, Instant now) {
        return frontier.effects(now).stream()
                .anyMatch(effect ->
                        effect instanceof Effect.Send send && send.run().equals(key));
    }

    private static boolean mayBeSkipped(StageRunState known) {
        return switch (known) {
            case StageRunState.Outcome outcome -> false;
            case StageRunState.Looping looping -> false;
            case StageRunState.Mapping mapping -> false;
            case StageRunState.Gathering gathering -> false;
            case StageRunState.Elements elements -> false;
            case StageRunState.SkipAhead ahead -> false;
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
