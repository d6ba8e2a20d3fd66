package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Position;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.PauseExecution;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.TakeTransition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Those who make transitions at random, several of them at once now and then. When they are done, they make those alone that lead
 * on, so that everything ends.
 */
final class Walkers {
    private static final Duration TENDING = Duration.ofMinutes(4);
    private static final int KEYS = 3;

    record Calls(TakeTransition transitions, PauseExecution pause, CancelExecution cancel) {}

    /** What a call for a transition was answered. */
    enum Answer {
        MADE,
        REFUSED,
        BUSY
    }

    /**
     * @param state that was to be left, where the call said which
     */
    record Answered(Answer answer, ExecutionId execution, Optional<String> state) {}

    private final Calls calls;
    private final Plan plan;
    private final Timeline timeline;
    private final Cloud cloud;
    private final Memory memory;
    private final WatchedMachines machines;
    private final SplittableRandom chance;
    /** By what stands with the transition in the records. */
    private final Map<String, Answered> answers = new LinkedHashMap<>();

    private int movesToCome;
    private int made;

    Walkers(
            Calls calls,
            Plan plan,
            Timeline timeline,
            Cloud cloud,
            Memory memory,
            WatchedMachines machines,
            SplittableRandom chance) {
        this.calls = calls;
        this.plan = plan;
        this.timeline = timeline;
        this.cloud = cloud;
        this.memory = memory;
        this.machines = machines;
        this.chance = chance;
    }

    boolean mayMove() {
        return movesToCome > 0;
    }

    Map<String, Answered> answers() {
        return answers;
    }

    void come(List<Duration> moves) {
        movesToCome = moves.size();
        moves.forEach(at -> timeline.in(at, () -> {
            movesToCome--;
            List<ExecutionId> all = machines.accepted();
            if (!all.isEmpty()) {
                move(memory.all(all.get(chance.nextInt(all.size()))));
            }
        }));
        tendLater();
    }

    private void move(Recorded recorded) {
        Execution execution = recorded.execution();
        switch (execution.state()) {
            case ExecutionState.Paused paused -> {
                if (chance.nextBoolean()) {
                    resume(execution);
                } else {
                    transition(execution.id(), "on", Optional.empty());
                }
            }
            case ExecutionState.Live live -> {
                switch (chance.nextInt(24)) {
                    case 0 -> cancel(execution);
                    case 1 -> pause(execution);
                    default -> walk(recorded);
                }
            }
            case ExecutionState state -> transition(execution.id(), "on", Optional.empty());
        }
    }

    private void walk(Recorded recorded) {
        List<Position.Visit> visits = decisions(recorded);
        if (visits.isEmpty()) {
            transition(recorded.execution().id(), "on", Optional.empty());
            return;
        }
        int callers = chance.nextInt(3) == 0 ? 1 + chance.nextInt(4) : 1;
        for (int i = 0; i < callers; i++) {
            Position.Visit visit = visits.get(chance.nextInt(visits.size()));
            List<Activity.Transition> all = visit.decision().orElseThrow().transitions();
            String id = all.get(chance.nextInt(all.size())).id();
            transition(recorded.execution().id(), id, Optional.of(visit.state().id()));
        }
    }

    private List<Position.Visit> decisions(Recorded recorded) {
        return Position.of(plan, recorded, timeline.now()).visits().stream()
                .filter(visit -> visit.decision().isPresent())
                .toList();
    }

    /** One that breaks off is made again under another name, if it is: so the records tell which call made it. */
    private void transition(ExecutionId id, String transition, Optional<String> state) {
        made++;
        String name = "call-" + made;
        Caller caller = new Caller(Workspace.DEFAULT, "key-" + chance.nextInt(KEYS), Set.of("admin"));
        TakeTransition.Request request =
                new TakeTransition.Request(transition, state, Json.object(), Optional.of(name));
        Runnable body = () -> {
            try {
                ReadExecution.Found found = calls.transitions().take(caller, id, request);
                answers.put(name, new Answered(Answer.MADE, id, state));
                checkAnswer(found.recorded());
            } catch (Refusal refusal) {
                Answer answer = refusal.kind() == Refusal.Kind.BUSY ? Answer.BUSY : Answer.REFUSED;
                answers.put(name, new Answered(answer, id, state));
                throw refusal;
            }
        };
        cloud.invoke("transition " + transition, Optional.empty(), body, call -> {
            if (!call.isDone() && chance.nextInt(3) != 0) {
                timeline.in(Duration.ofSeconds(2), () -> transition(id, transition, state));
            }
        });
    }

    /** A token is in one place at a time. */
    private void checkAnswer(Recorded recorded) {
        Set<Iteration> seen = new HashSet<>();
        Position.of(plan, recorded, timeline.now())
                .visits()
                .forEach(visit -> Promise.STATUS_FOLLOWS_FROM_RECORDS.holdsIf(
                        seen.add(visit.key().iteration().around()),
                        () -> "a token is in two places, of which one is " + visit.key() + " in " + recorded));
    }

    private void cancel(Execution execution) {
        call("cancel", () -> calls.cancel().kill(caller(), execution.id(), Optional.empty()));
    }

    private void pause(Execution execution) {
        call(
                "pause",
                () -> calls.pause()
                        .pause(caller(), execution.workflow().workflow().value(), execution.id(), Optional.empty()));
    }

    private void resume(Execution execution) {
        call(
                "resume",
                () -> calls.pause()
                        .resume(caller(), execution.workflow().workflow().value(), execution.id(), Optional.empty()));
    }

    private static Caller caller() {
        return new Caller(Workspace.DEFAULT, "key-0", Set.of("admin"));
    }

    private void call(String name, Runnable body) {
        cloud.invoke(name, Optional.empty(), body, call -> {});
    }

    private void tendLater() {
        timeline.in(TENDING, () -> {
            machines.accepted().forEach(this::tend);
            tendLater();
        });
    }

    private void tend(ExecutionId id) {
        Recorded recorded = memory.all(id);
        if (recorded.execution().state() instanceof ExecutionState.Paused) {
            resume(recorded.execution());
        } else if (recorded.execution().isLive()) {
            List<Position.Visit> visits = new ArrayList<>(decisions(recorded));
            if (!visits.isEmpty()) {
                Position.Visit visit = visits.get(chance.nextInt(visits.size()));
                Activity.Decision decision = visit.decision().orElseThrow();
                // The first one leads on.
                String on = decision.transitions().getFirst().id();
                transition(id, on, Optional.of(visit.state().id()));
            }
        }
    }
}
