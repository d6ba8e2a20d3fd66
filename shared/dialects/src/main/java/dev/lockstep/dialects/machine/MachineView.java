package dev.lockstep.dialects.machine;

import dev.lockstep.dialects.pipeline.PipelineView;
import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.decide.Position;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.execution.Approval;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.TakeTransition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders executions as those of state machines. Of a pipeline's, the open tasks are the states. */
public final class MachineView {
    private MachineView() {}

    /**
     * An execution as it stands.
     *
     * @param caller for whom: transitions that are not theirs to make are left out
     * @param found with all its stage runs; their data is of no matter
     */
    public static ObjectNode execution(Caller caller, ReadExecution.Found found, Instant now) {
        Plan plan = found.version().plan();
        Recorded recorded = found.recorded();
        Execution execution = recorded.execution();
        Optional<Position> position =
                plan.isMachine() ? Optional.of(Position.of(plan, recorded, now)) : Optional.empty();
        Current current = position.map(Current::of).orElseGet(() -> Current.ofTasks(plan, recorded, now));
        MachineStatus status = MachineStatus.of(execution, !recorded.runs().isEmpty(), current.works());
        ObjectNode view = head(execution, status);
        view.set("inputs", execution.input());
        add(view.putArray("currentStates"), current.states());
        add(
                view.putArray("availableTransitions"),
                position.map(at -> TakeTransition.available(caller, execution, at))
                        .orElse(List.of()));
        view.put("createdAt", Times.format(execution.createdAt()))
                .put("updatedAt", Times.format(updatedAt(plan, recorded)));
        position.ifPresent(at -> approvals(view, at));
        end(view, execution.state());
        return view;
    }

    /** An execution in a list: without what only its states can tell. */
    public static ObjectNode summary(Execution execution) {
        ObjectNode view = head(execution, MachineStatus.ofListed(execution))
                .put("createdAt", Times.format(execution.createdAt()));
        end(view, execution.state());
        return view;
    }

    private static ObjectNode head(Execution execution, MachineStatus status) {
        return Json.object()
                .put("id", execution.id().value())
                .put("definitionId", execution.workflow().workflow().value())
                .put("version", Versions.label(execution.workflow().version()))
                .put("status", status.label());
    }

    private static void add(ArrayNode array, List<String> names) {
        names.forEach(array::add);
    }

    private static Instant updatedAt(Plan plan, Recorded recorded) {
        Execution execution = recorded.execution();
        Stream<Instant> ended =
                execution.state() instanceof ExecutionState.Ended end ? Stream.of(end.at()) : Stream.of();
        Stream<Instant> approved = recorded.runs().values().stream()
                .map(StageRun::state)
                .filter(StageRunState.Awaiting.class::isInstance)
                .flatMap(state -> ((StageRunState.Awaiting) state).approvals().stream())
                .map(Approval::at);
        Stream<Instant> moved = execution.past().controls().stream().map(Control::at);
        return Stream.of(ended, approved, moved, Stream.of(new Frontier(plan, recorded).lastChange()))
                .flatMap(times -> times)
                .max(Comparator.naturalOrder())
                .orElse(execution.createdAt());
    }

    /** Those for transitions that take more. */
    private static void approvals(ObjectNode view, Position position) {
        ArrayNode approvals = Json.array();
        position.visits()
                .forEach(visit -> visit.run()
                        .map(StageRun::state)
                        .filter(StageRunState.Awaiting.class::isInstance)
                        .ifPresent(state -> ((StageRunState.Awaiting) state)
                                .approvals()
                                .forEach(approval ->
                                        approvals.add(approval(visit.state().id(), approval)))));
        if (!approvals.isEmpty()) {
            view.set("approvals", approvals);
        }
    }

    private static ObjectNode approval(String state, Approval approval) {
        ObjectNode view = Json.object()
                .put("state", state)
                .put("transitionId", approval.transition())
                .put("by", approval.by().key())
                .put("at", Times.format(approval.at()));
        approval.by().reason().ifPresent(comment -> view.put("comment", comment));
        return view;
    }

    private static void end(ObjectNode view, ExecutionState state) {
        if (state instanceof ExecutionState.Ended ended) {
            view.put("completedAt", Times.format(ended.at()));
        }
        switch (state) {
            case ExecutionState.Failed failed ->
                view.set("error", PipelineView.error(failed.failure()).put("state", failed.stage()));
            case ExecutionState.TimedOut timedOut ->
                view.set("error", PipelineView.error(new Failure("TimedOut", "the execution took longer than it may")));
            case ExecutionState.Canceled canceled -> {
                view.put("endedBy", canceled.by());
                canceled.reason().ifPresent(reason -> view.put("reason", reason));
            }
            case ExecutionState.Paused paused -> view.put("paused", true);
            case ExecutionState.Compensating compensating -> {}
            case ExecutionState.Live live -> {}
            case ExecutionState.Completed completed -> {}
        }
    }
}
