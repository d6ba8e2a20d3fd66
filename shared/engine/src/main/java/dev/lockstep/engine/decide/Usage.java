package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** What the attempts at an execution's tasks count as, as its records tell: rounds, elements and what was rerun included. */
public final class Usage {
    private final Plan plan;
    private final Iterations iterations;
    private final Map<String, Long> byTask = new HashMap<>();

    /**
     * @param recorded the execution with all its stage runs; their data is of no matter
     */
    public Usage(Plan plan, Recorded recorded) {
        this.plan = plan;
        this.iterations = new Iterations(plan, recorded.execution().past().reruns());
        recorded.runs().values().forEach(this::add);
    }

    private void add(StageRun run) {
        if (plan.stage(run.key().stage()) instanceof Stage.Task task && isAttempted(task, run)) {
            byTask.merge(task.id(), credits(task, run), Long::sum);
        }
    }

    /** Whether the run is one of attempts: not so of a list or a loop as a whole, whose parts count. */
    private boolean isAttempted(Stage.Task task, StageRun run) {
        return !iterations.isForAll(task, run.key().iteration()) && !(task.activity() instanceof Activity.Loop);
    }

    private static long credits(Stage.Task task, StageRun run) {
        long attempts = attempts(run);
        OptionalInt reported =
                run.state() instanceof StageRunState.Completed completed && completed.note() instanceof Note.By by
                        ? by.credits()
                        : OptionalInt.empty();
        long each = task.policy().credits();
        return reported.isPresent() ? (attempts - 1) * each + reported.getAsInt() : attempts * each;
    }

    /** How many attempts were begun. */
    public static int attempts(StageRun run) {
        int before = Decider.lastPast(run);
        return switch (run.state()) {
            case StageRunState.Running running -> running.attempt();
            case StageRunState.Retrying retrying -> retrying.attempt();
            case StageRunState.Delegated delegated -> delegated.attempt();
            case StageRunState.Completed completed -> completed.attempt();
            case StageRunState.Failed failed -> failed.attempt();
            case StageRunState.Mapping mapping -> before;
            case StageRunState.Looping looping -> before;
            case StageRunState.Waiting waiting -> before;
            case StageRunState.Awaiting awaiting -> before;
            case StageRunState.Offered offered -> before;
            case StageRunState.Skipped skipped -> before;
            case StageRunState.Canceled canceled -> before;
            case StageRunState.Gathering gathering -> 0;
            case StageRunState.Elements elements -> 0;
            case StageRunState.SkipAhead ahead -> 0;
        };
    }

    /** What all attempts at a task count as. */
    public long of(Stage.Task task) {
        return byTask.getOrDefault(task.id(), 0L);
    }
}
