package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Waits until a workflow has ended, waits for somebody, or has come past one of the tasks that the caller names. Whoever waits longer
 * than a gateway does is answered with how it stands by then.
 */
public final class WaitForWorkflow {
    /** Under what a gateway waits. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** How often a workflow is looked at that goes from one task to the next just now. */
    private static final int MOST_LOOKS = 5;
    /** How far down what waits for somebody is looked for. */
    private static final int DEEPEST = 5;

    private final ReadExecution read;
    private final InstantSource clock;
    private final Consumer<Duration> pause;

    /**
     * @param pause lets some time go by
     */
    public WaitForWorkflow(ReadExecution read, InstantSource clock, Consumer<Duration> pause) {
        this.read = read;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * For what to wait.
     *
     * @param references of tasks: the first of them that is over is enough
     */
    public record Until(Set<String> references, Duration atMost) {}

    /** @throws dev.lockstep.engine.usecases.Refusal where there is no such workflow */
    WorkflowRun wait(Caller caller, ExecutionId id, Until until) {
        Instant end = clock.instant().plus(until.atMost().compareTo(LONGEST) > 0 ? LONGEST : until.atMost());
        Duration next = FIRST_PAUSE;
        while (true) {
            WorkflowView bare = new WorkflowView(read.readBare(caller, id));
            Optional<WorkflowRun.Blocked> blocked = blocked(caller, bare, DEEPEST);
            boolean answered = bare.hasEnded() || blocked.isPresent() || bare.hasPassed(until.references());
            if (answered || !clock.instant().plus(next).isBefore(end)) {
                return new WorkflowRun(whole(caller, id), blocked.map(by -> whole(caller, by)), !answered);
            }
            pause.accept(next);
            next = next.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next.multipliedBy(2);
        }
    }

    /**
     * The first task of a workflow, or of those that it waits for, that waits for somebody, however long that takes.
     *
     * @throws dev.lockstep.engine.usecases.Refusal where there is no such workflow
     */
    Optional<TaskId> waitingForSomebody(Caller caller, ExecutionId id) {
        for (int look = 1; ; look++) {
            WorkflowView view = new WorkflowView(read.readBare(caller, id));
            Optional<WorkflowRun.Blocked> blocked = blocked(caller, view, DEEPEST);
            if (blocked.isPresent() || !view.isBetweenTasks() || look == MOST_LOOKS) {
                return blocked.map(WorkflowRun.Blocked::task);
            }
            pause.accept(FIRST_PAUSE);
        }
    }

    private WorkflowView whole(Caller caller, ExecutionId id) {
        return new WorkflowView(read.read(caller, id));
    }

    private WorkflowRun.Blocked whole(Caller caller, WorkflowRun.Blocked by) {
        return new WorkflowRun.Blocked(whole(caller, by.task().execution()), by.task());
    }

    private Optional<WorkflowRun.Blocked> blocked(Caller caller, WorkflowView view, int deep) {
        return view.waitsForSomebody()
                .map(task -> new WorkflowRun.Blocked(view, task))
                .or(() -> deep == 0
                        ? Optional.empty()
                        : view.openChildren().stream()
                                .map(child -> blocked(caller, new WorkflowView(read.readBare(caller, child)), deep - 1))
                                .flatMap(Optional::stream)
                                .findFirst());
    }
}
