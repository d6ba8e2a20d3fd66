package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.JsonSchema;
import dev.lockstep.engine.decide.Attempt;
import dev.lockstep.engine.decide.AttemptResult;
import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.decide.Guards;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Gives a signal to a stage that awaits it. */
public final class SignalExecution {
    private final ReadExecution read;
    private final StageCommit commit;
    private final InstantSource clock;

    public SignalExecution(ReadExecution read, StageRunStore runs, Effects effects, InstantSource clock) {
        this.read = read;
        this.commit = new StageCommit(runs, effects, clock);
        this.clock = clock;
    }

    /** What a stage that waits for somebody is told. */
    public sealed interface Answer {
        /**
         * It is done.
         *
         * @param data the stage's output
         */
        record Given(JsonNode data) implements Answer {}

        /** It fails, and is not tried again: somebody has said so. */
        record Failed(Failure failure) implements Answer {}
    }

    /**
     * Gives a signal.
     *
     * @param signal its name
     * @param iteration which run is meant, where several await the signal
     * @return the execution as it then stands
     * @throws Refusal where the caller's workspace has no such execution of the workflow, it has ended, no stage awaits the signal
     *     or several do, or the data does not match the stage's schema
     */
    public ReadExecution.Found signal(
            Caller caller,
            String workflow,
            ExecutionId id,
            String signal,
            Answer answer,
            Optional<String> iteration,
            Optional<String> reason) {
        ReadExecution.Found found = Controls.notEnded(read.read(caller, workflow, id));
        StageRunKey key = awaiting(found, signal, iteration);
        give(found.version().plan(), found.recorded().execution(), key, answer, new Actor(caller.keyId(), reason));
        return read.read(caller, workflow, id);
    }

    /** The run that awaits a signal. */
    static StageRunKey awaiting(ReadExecution.Found found, String signal, Optional<String> iteration) {
        Plan plan = found.version().plan();
        Iterations iterations =
                new Iterations(plan, found.recorded().execution().past().reruns());
        List<StageRunKey> waiting = found.recorded().runs().values().stream()
                .filter(run -> run.state() instanceof StageRunState.Awaiting)
                .filter(run ->
                        plan.task(run.key().stage()).as(run.resolved()).activity() instanceof Activity.Await await
                                && await.signal().equals(signal))
                .map(StageRun::key)
                .filter(iterations::isCurrent)
                .filter(key -> !Guards.of(plan, iterations, plan.task(key.stage()), key.iteration())
                        .isClosed(found.recorded()))
                .filter(key -> iteration
                        .map(wanted -> wanted.equals(key.iteration().toString()))
                        .orElse(true))
                .toList();
        String execution = found.recorded().execution().id().value();
        if (waiting.isEmpty()) {
            throw Refusal.notNow("nothing in execution " + execution + " awaits the signal " + signal + " now");
        }
        if (waiting.size() > 1) {
            throw Refusal.notNow("several runs await the signal " + signal + "; say which by \"iteration\": "
                    + String.join(
                            ", ",
                            waiting.stream()
                                    .limit(20)
                                    .map(key -> key.iteration().toString())
                                    .toList()));
        }
        return waiting.getFirst();
    }

    /**
     * Tells one run, of an execution that the caller may see.
     *
     * @throws Refusal where the execution has ended, the run awaits nothing any more, or the data does not match the stage's schema
     */
    public void give(Plan plan, Execution execution, StageRunKey key, Answer answer, Actor by) {
        Turn turn = commit.read(plan, execution, key)
                .orElseThrow(() -> Refusal.noExecution(execution.id().value()));
        if (turn.execution().hasEnded()) {
            throw Controls.ended(turn.execution());
        }
        Optional<StageRun> known = turn.recorded().run(key);
        boolean useless =
                Guards.of(plan, turn.iterations(), turn.task(), key.iteration()).isClosed(turn.recorded());
        if (useless
                || !turn.iterations().isCurrent(key)
                || known.isEmpty()
                || !(known.get().state() instanceof StageRunState.Awaiting awaiting)
                || awaiting.deadline()
                        .filter(at -> !clock.instant().isBefore(at))
                        .isPresent()) {
            throw Refusal.notNow("stage " + key.stage() + " awaits nothing any more");
        }
        if (!commit.commit(turn, known, told(turn.task(), known.get(), awaiting, answer, by))
                .made()) {
            throw Refusal.notNow("stage " + key.stage() + " awaits nothing any more");
        }
    }

    private StageRunState told(
            Stage.Task task, StageRun run, StageRunState.Awaiting awaiting, Answer answer, Actor by) {
        Instant now = clock.instant();
        int attempt = Decider.lastPast(run) + 1;
        return switch (answer) {
            case Answer.Given given -> {
                checkData(task, given.data());
                yield new StageRunState.Completed(
                        attempt, awaiting.since(), now, Optional.of(awaiting.input()), given.data(), new Note.By(by));
            }
            case Answer.Failed failed -> {
                Optional<JsonNode> input = Optional.of(awaiting.input());
                yield Decider.failedForGood(
                        task,
                        new Attempt(attempt, awaiting.since(), now, 0),
                        new AttemptResult.Failed(input, failed.failure(), input));
            }
        };
    }

    private static void checkData(Stage.Task task, JsonNode data) {
        long bytes = Json.size(data);
        if (bytes > StageWorker.MAX_BYTES / 2) {
            throw Refusal.inputTooLarge(bytes, StageWorker.MAX_BYTES / 2);
        }
        if (task.activity() instanceof Activity.Await await && await.schema().isPresent()) {
            List<Fault> faults = JsonSchema.of(await.schema().get()).validate(data, "data");
            if (!faults.isEmpty()) {
                throw Refusal.invalid("the data does not match what the stage awaits", faults);
            }
        }
    }

    /** The time now, for who must tell whether a link has expired. */
    Instant now() {
        return clock.instant();
    }
}
