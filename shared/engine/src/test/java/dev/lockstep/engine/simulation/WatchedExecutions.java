package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState.Outcome;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Checks every write of an execution as it is made. */
final class WatchedExecutions implements ExecutionStore {
    private final Memory memory;
    private final Workflows workflows;
    private final Cloud cloud;
    private final Beginnings beginnings;
    private final List<ExecutionId> accepted = new ArrayList<>();
    private final Set<ExecutionId> unwanted = new HashSet<>();
    private int live;

    WatchedExecutions(Memory memory, Workflows workflows, Cloud cloud, Beginnings beginnings) {
        this.memory = memory;
        this.workflows = workflows;
        this.cloud = cloud;
        this.beginnings = beginnings;
    }

    /** All, those that others have for children included. */
    List<ExecutionId> accepted() {
        return List.copyOf(accepted);
    }

    /** How many have not ended. */
    int live() {
        return live;
    }

    /** Notes that somebody has asked for its end. */
    void cancelIsAskedFor(ExecutionId id) {
        unwanted.add(id);
    }

    @Override
    public boolean create(Execution execution, Instant wakeAt) {
        boolean created = memory.executions.create(execution, wakeAt);
        if (created) {
            checkStartOnFailure(execution);
            accepted.add(execution.id());
            live++;
            beginnings.note(execution.id(), execution.state());
        }
        return created;
    }

    @Override
    public Optional<Change> change(
            ExecutionId id,
            Set<ExecutionState.Name> from,
            ExecutionState to,
            Optional<Instant> wakeAt,
            Execution.Past more) {
        return watched(id, to, more, () -> memory.executions.change(id, from, to, wakeAt, more));
    }

    @Override
    public Optional<Change> changeAsSeen(
            Execution seen,
            Set<ExecutionState.Name> from,
            ExecutionState to,
            Optional<Instant> wakeAt,
            Execution.Past more) {
        return watched(seen.id(), to, more, () -> memory.executions.changeAsSeen(seen, from, to, wakeAt, more));
    }

    private Optional<Change> watched(
            ExecutionId id, ExecutionState to, Execution.Past more, Supplier<Optional<Change>> call) {
        if (memory.execution(id).isEmpty()) {
            return call.get(); // It may be canceled before it is there.
        }
        Execution before = memory.execution(id).orElseThrow();
        Optional<Change> change = call.get();
        Execution after = memory.execution(id).orElseThrow();
        if (change.orElseThrow().made()) {
            Promise.REVISIONS_ONLY_RISE.holdsIf(
                    after.revision() > before.revision(), () -> before + " became " + after);
            Promise.OUTCOMES_NEVER_CHANGE.holdsIf(
                    !before.hasEnded() || isReopening(more), () -> before + " became " + after);
            live += (before.hasEnded() ? 1 : 0) - (after.hasEnded() ? 1 : 0);
            beginnings.note(id, to);
            if (to instanceof ExecutionState.Ended end) {
                checkStarted(before, end);
                checkEnd(id, end);
            }
        } else {
            Promise.OUTCOMES_NEVER_CHANGE.holdsIf(
                    before.state().equals(after.state()), () -> before + " became " + after);
        }
        return change;
    }

    /** It fails while what is to be started on that is started, by a function that began while it did. */
    private void checkStartOnFailure(Execution execution) {
        execution.parent().filter(Parent::hasFailed).ifPresent(parent -> {
            boolean fails = beginnings.statesSinceStart(parent.execution()).contains(ExecutionState.Name.COMPENSATING);
            long same = startedBy(parent.execution())
                    .filter(other -> other.equals(parent.run()))
                    .count();
            Promise.A_FAILURE_STARTS_ONE_EXECUTION.holdsIf(
                    fails && same == 0, () -> execution + " is started on " + memory.all(parent.execution()));
        });
    }

    private Stream<StageRunKey> startedBy(ExecutionId failed) {
        return accepted.stream()
                .flatMap(id -> memory.execution(id).orElseThrow().parent().stream())
                .filter(parent -> parent.hasFailed() && parent.execution().equals(failed))
                .map(Parent::run);
    }

    private void checkStarted(Execution failed, ExecutionState.Ended end) {
        Optional<ExecutionId> started = switch (end) {
            case ExecutionState.Failed failure -> failure.started();
            case ExecutionState.TimedOut timedOut -> timedOut.started();
            case ExecutionState.Completed completed -> Optional.empty();
            case ExecutionState.Canceled canceled -> Optional.empty();
        };
        boolean due = workflows.of(failed.workflow()).plan().onFailure().isPresent()
                && (end instanceof ExecutionState.Failed || end instanceof ExecutionState.TimedOut);
        int number =
                (int) failed.past().controls().stream().filter(Control::reopens).count();
        boolean there = startedBy(failed.id()).anyMatch(run -> run.iteration().last() == number);
        Promise.A_FAILURE_STARTS_ONE_EXECUTION.holdsIf(
                due ? there && started.flatMap(memory::execution).isPresent() : started.isEmpty(),
                () -> failed + " ends as " + end + ", and has started " + started);
    }

    private static boolean isReopening(Execution.Past more) {
        return more.controls().stream().anyMatch(Control::reopens);
    }

    private void checkEnd(ExecutionId id, ExecutionState.Ended end) {
        Recorded recorded = memory.all(id);
        Workflow workflow = workflows.of(recorded.execution().workflow());
        switch (end) {
            case ExecutionState.Canceled canceled ->
                Promise.NOBODY_IS_CANCELED_WITHOUT_CAUSE.holdsIf(
                        unwanted.contains(id) || isAbandoned(recorded.execution()), () -> "canceled: " + recorded);
            case ExecutionState.TimedOut timedOut ->
                Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(
                        !cloud.trueTime()
                                .plus(Faults.MOST_SKEW)
                                .isBefore(recorded.execution()
                                        .deadline(workflow.plan().timeoutSeconds())
                                        .orElse(Instant.MAX)),
                        () -> "timed out: " + recorded);
            case ExecutionState.Completed completed -> checkReason(workflow, recorded, end);
            case ExecutionState.Failed failed -> {
                checkReason(workflow, recorded, end);
                checkFresh(recorded, failed);
            }
        }
    }

    private static void checkReason(Workflow workflow, Recorded recorded, ExecutionState.Ended end) {
        Optional<String> flaw = new Premises(new Ways(workflow, recorded)).flaw(end);
        Promise.NOTHING_BEGINS_TOO_SOON.holdsIf(flaw.isEmpty(), () -> flaw + ": " + recorded);
    }

    /** What failed before somebody had it tried again fails nothing. */
    private static void checkFresh(Recorded recorded, ExecutionState.Failed end) {
        boolean fresh = recorded.runs().values().stream()
                .filter(run -> run.key().stage().equals(end.stage()))
                .map(StageRun::state)
                .anyMatch(state -> !Beginnings.isReopened(recorded.execution(), state));
        Promise.WHAT_FAILED_IS_TRIED_AGAIN.holdsIf(
                fresh, () -> "failed again by what is to be tried again: " + recorded);
    }

    /** Whether nobody waits for it any more that did. */
    private boolean isAbandoned(Execution execution) {
        if (execution.parent().filter(parent -> !parent.hasFailed()).isEmpty()) {
            return false;
        }
        Parent parent = execution.parent().get();
        boolean waited =
                workflows.of(parent.workflow()).task(parent.run().stage()).activity()
                                instanceof Activity.SubWorkflow workflow
                        && workflow.waits();
        boolean waits = !memory.execution(parent.execution()).orElseThrow().hasEnded()
                && memory.all(parent.execution())
                        .run(parent.run())
                        .filter(run -> Results.isDelegatedTo(run.state(), execution.id()))
                        .isPresent();
        // A run that is about to be canceled cancels what it waits for before it says so.
        return waited && (!waits || isPointless(parent) || hadEnded(parent));
    }

    private boolean isPointless(Parent parent) {
        Recorded recorded = memory.all(parent.execution());
        Ways ways = new Ways(workflows.of(parent.workflow()), recorded);
        return ways.guards(parent.run()).stream()
                .anyMatch(guard -> recorded.run(guard)
                        .filter(run -> run.state() instanceof Outcome)
                        .isPresent());
    }

    /** Whether the parent had ended when the function that calls had been started, though it may go on again by now. */
    private boolean hadEnded(Parent parent) {
        return beginnings.statesSinceStart(parent.execution()).stream().anyMatch(state -> switch (state) {
            case COMPLETED, FAILED, TIMED_OUT, CANCELED -> true;
            case LIVE, PAUSED, COMPENSATING -> false;
        });
    }

    @Override
    public Optional<Recorded> read(ExecutionId id, long dataBytes) {
        return memory.executions.read(id, dataBytes);
    }

    @Override
    public Page<ExecutionSummary> list(
            Workspace workspace, WorkflowId workflow, Optional<ExecutionState.Name> state, PageRequest page) {
        return memory.executions.list(workspace, workflow, state, page);
    }
}
