package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.PauseExecution;
import dev.lockstep.engine.usecases.ReopenExecution;
import dev.lockstep.engine.usecases.RerunExecution;
import dev.lockstep.engine.usecases.SignalExecution;
import dev.lockstep.engine.usecases.SkipStage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/**
 * Those who move executions from outside, at any time. A call that breaks off is repeated, or is not. When they are done, they
 * only let go on what they hold, and give the signals that somebody waits for.
 */
final class People {
    /** What a stage fails with that somebody has answered so. */
    static final String DECLINED = "Declined";

    private static final Caller CALLER = new Caller(Workspace.DEFAULT, "key-1", Set.of("admin"));
    private static final Duration TENDING = Duration.ofMinutes(4);

    /** What they call. */
    record Calls(
            PauseExecution pause,
            CancelExecution cancel,
            ReopenExecution reopen,
            RerunExecution rerun,
            SignalExecution signal,
            SkipStage skip) {}

    private final Calls calls;
    private final Timeline timeline;
    private final Cloud cloud;
    private final Memory memory;
    private final Workflows workflows;
    private final WatchedExecutions executions;
    private final SplittableRandom chance;
    private int movesToCome;
    private int signals;

    People(
            Calls calls,
            Timeline timeline,
            Cloud cloud,
            Memory memory,
            Workflows workflows,
            WatchedExecutions executions,
            SplittableRandom chance) {
        this.calls = calls;
        this.timeline = timeline;
        this.cloud = cloud;
        this.memory = memory;
        this.workflows = workflows;
        this.executions = executions;
        this.chance = chance;
    }

    /** Whether there may be more to come of them than tending. */
    boolean mayMove() {
        return movesToCome > 0;
    }

    void come(List<Duration> moves) {
        movesToCome = moves.size();
        moves.forEach(at -> timeline.in(at, () -> {
            movesToCome--;
            List<ExecutionId> all = executions.accepted();
            if (!all.isEmpty()) {
                move(memory.all(all.get(chance.nextInt(all.size()))));
            }
        }));
        tendLater();
    }

    private void move(Recorded recorded) {
        Execution execution = recorded.execution();
        switch (execution.state()) {
            case ExecutionState.Live live -> {
                switch (chance.nextInt(8)) {
                    case 0, 1 -> pause(execution);
                    case 2 -> cancel(execution);
                    case 3, 4 -> skip(recorded);
                    default -> signal(recorded);
                }
            }
            case ExecutionState.Paused paused -> {
                switch (chance.nextInt(6)) {
                    case 0 -> cancel(execution);
                    case 1 -> skip(recorded);
                    case 2 -> signal(recorded);
                    default -> resume(execution);
                }
            }
            case ExecutionState.Compensating compensating -> {
                switch (chance.nextInt(4)) {
                    case 0 -> cancel(execution);
                    case 1 -> retry(execution);
                    case 2 -> pause(execution);
                    default -> signal(recorded);
                }
            }
            case ExecutionState.Ended ended -> {
                if (chance.nextInt(3) == 0) {
                    rerun(recorded);
                } else {
                    retry(execution);
                }
            }
        }
    }

    private static String workflow(Execution execution) {
        return execution.workflow().workflow().value();
    }

    private void pause(Execution execution) {
        call("pause", () -> calls.pause().pause(CALLER, workflow(execution), execution.id(), Optional.empty()));
    }

    private void resume(Execution execution) {
        call("resume", () -> calls.pause().resume(CALLER, workflow(execution), execution.id(), Optional.empty()));
    }

    void cancel(Execution execution) {
        executions.cancelIsAskedFor(execution.id());
        call("cancel", () -> {
            ExecutionState state = calls.cancel()
                    .cancel(CALLER, workflow(execution), execution.id(), Optional.empty())
                    .recorded()
                    .execution()
                    .state();
            Promise.STATUS_FOLLOWS_FROM_RECORDS.holdsIf(
                    state instanceof ExecutionState.Canceled, () -> "canceled, it is " + state);
        });
    }

    private void retry(Execution execution) {
        Control.Kind kind = chance.nextBoolean() ? Control.Kind.RETRY : Control.Kind.RETRY_WITHIN;
        call("retry", () -> calls.reopen().retry(CALLER, execution.id(), kind, Optional.empty()));
    }

    private void rerun(Recorded recorded) {
        Execution execution = recorded.execution();
        List<String> winners = winners(recorded);
        List<String> all = winners.isEmpty()
                ? workflows.of(execution.workflow()).within(Optional.empty()).stream()
                        .map(Node::id)
                        .toList()
                : winners;
        List<Anew> inLoops = inLoops(recorded);
        Anew from = winners.isEmpty() && !inLoops.isEmpty() && chance.nextBoolean()
                ? inLoops.get(chance.nextInt(inLoops.size()))
                : Anew.from(all.get(chance.nextInt(all.size())));
        Optional<JsonNode> input =
                chance.nextBoolean() ? Optional.of(Json.object().put("n", 7)) : Optional.empty();
        boolean onLatest = winners.isEmpty() && chance.nextInt(6) == 0;
        call("rerun", () -> {
            Anew anew = onLatest ? calls.rerun().on(CALLER, workflow(execution), Optional.empty()) : from.with(input);
            calls.rerun().rerun(CALLER, workflow(execution), execution.id(), anew, Optional.empty());
        });
    }

    /** What was run in a round of a loop, or of loops within each other, but for those within lists. */
    private List<Anew> inLoops(Recorded recorded) {
        Ways ways = new Ways(workflows.of(recorded.execution().workflow()), recorded);
        return recorded.runs().keySet().stream()
                .filter(key -> ways.workflow().find(key.stage()).isPresent() && ways.isCurrent(key))
                .filter(key -> ways.loopOf(key.stage()).isPresent()
                        && key.iteration().depth() == ways.depth(key.stage())
                        && isInLoopsAlone(ways, key.stage()))
                .map(key -> Anew.from(key.stage(), key.iteration().rounds()))
                .toList();
    }

    private static boolean isInLoopsAlone(Ways ways, String stage) {
        return ways.loopOf(stage)
                .filter(loop -> ways.isForEach(loop) || !isInLoopsAlone(ways, loop))
                .isEmpty();
    }

    /** Those that were first at a merge which canceled others: run anew, they may take another way, and leave it to the others. */
    private List<String> winners(Recorded recorded) {
        Ways ways = new Ways(workflows.of(recorded.execution().workflow()), recorded);
        return recorded.runs().values().stream()
                .filter(run -> run.state() instanceof StageRunState.Canceled && ways.isCurrent(run.key()))
                .flatMap(run -> ways.guards(run.key()).stream())
                .map(StageRunKey::stage)
                .filter(stage -> ways.workflow().task(stage).activity() instanceof Activity.Merge)
                .flatMap(merge -> ways.workflow().node(merge).after().stream())
                .filter(stage ->
                        ways.workflow().task(stage).place().within().isEmpty() && ways.isPassed(stage, Iteration.FIRST))
                .distinct()
                .toList();
    }

    private void skip(Recorded recorded) {
        Execution execution = recorded.execution();
        List<Node> nodes = workflows.of(execution.workflow()).within(Optional.empty());
        List<String> open = nodes.stream()
                .map(Node::id)
                .filter(id -> recorded.runs().values().stream()
                        .noneMatch(run -> run.key().stage().equals(id) && run.state() instanceof StageRunState.Outcome))
                .toList();
        if (!open.isEmpty()) {
            String stage = open.get(chance.nextInt(open.size()));
            Optional<JsonNode> output =
                    chance.nextBoolean() ? Optional.of(Json.object().put("n", 5)) : Optional.empty();
            SkipStage.Request request = new SkipStage.Request(stage, Optional.empty(), output, Optional.empty());
            call("skip", () -> calls.skip().skip(CALLER, workflow(execution), execution.id(), request));
        }
    }

    private void signal(Recorded recorded) {
        List<StageRunKey> awaiting = awaiting(recorded);
        StageRunKey any = StageRunKey.first("a1");
        signal(recorded.execution(), awaiting.isEmpty() ? any : awaiting.get(chance.nextInt(awaiting.size())));
    }

    private void signal(Execution execution, StageRunKey to) {
        signals++;
        SignalExecution.Answer answer = chance.nextInt(6) == 0
                ? new SignalExecution.Answer.Failed(new Failure(DECLINED, "signal " + signals))
                : new SignalExecution.Answer.Given(Json.object().put("signal", signals));
        Optional<String> iteration = Optional.of(to.iteration().toString());
        Runnable call = () -> calls.signal()
                .signal(CALLER, workflow(execution), execution.id(), to.stage(), answer, iteration, Optional.empty());
        call("signal", call);
        if (chance.nextInt(3) == 0) {
            call("signal again", call);
        }
    }

    private List<StageRunKey> awaiting(Recorded recorded) {
        return recorded.runs().values().stream()
                .filter(run -> run.state() instanceof StageRunState.Awaiting)
                .map(StageRun::key)
                .filter(new Ways(workflows.of(recorded.execution().workflow()), recorded)::isCurrent)
                .toList();
    }

    private void call(String name, Runnable body) {
        cloud.invoke(name, Optional.empty(), body, call -> {
            if (!call.isDone() && chance.nextInt(3) != 0) {
                timeline.in(Duration.ofSeconds(2), () -> call(name, body));
            }
        });
    }

    private void tendLater() {
        timeline.in(TENDING, () -> {
            executions.accepted().forEach(this::tend);
            tendLater();
        });
    }

    private void tend(ExecutionId id) {
        Execution execution = memory.execution(id).orElseThrow();
        if (execution.hasEnded() || execution.state() instanceof ExecutionState.Compensating) {
            return;
        }
        if (execution.state() instanceof ExecutionState.Paused) {
            resume(execution);
            return;
        }
        if (!isAbandoned(execution) || !isWaitedFor(execution)) {
            List<StageRunKey> awaiting = awaiting(memory.all(id));
            if (!awaiting.isEmpty()) {
                signal(execution, awaiting.get(chance.nextInt(awaiting.size())));
            }
        }
    }

    /** Whether the one has ended that waited for it, if it did; of what that ran on another version, it may not be told any more. */
    private boolean isAbandoned(Execution child) {
        return child.parent()
                .filter(parent -> memory.execution(parent.execution())
                        .filter(Execution::hasEnded)
                        .filter(above -> parent.run().iteration().generation()
                                >= above.past().firstGeneration())
                        .isPresent())
                .isPresent();
    }

    private boolean isWaitedFor(Execution child) {
        if (child.parent().orElseThrow().hasFailed()) {
            return false;
        }
        Stage.Task task = workflows
                .of(child.parent().orElseThrow().workflow())
                .task(child.parent().orElseThrow().run().stage());
        return task.activity() instanceof Activity.SubWorkflow workflow && workflow.waits();
    }
}
