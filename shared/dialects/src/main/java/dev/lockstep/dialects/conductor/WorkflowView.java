package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.decide.StageData;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.usecases.ReadExecution;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders executions as workflows of Conductor's. One that was started by another dialect has the tasks that it shares with them: none. */
public final class WorkflowView {
    private final WorkflowDefinition definition;
    private final Recorded recorded;
    private final ReadExecution.Found found;
    private final List<TaskRow> rows;

    public WorkflowView(ReadExecution.Found found) {
        this.found = found;
        this.recorded = found.recorded();
        this.definition = definition(found);
        this.rows = new TaskRows(definition, found.version().plan(), recorded).rows();
    }

    /** The definition that an execution runs on; one of another dialect is shown by its name alone. */
    static WorkflowDefinition definition(ReadExecution.Found found) {
        return isConductors(found)
                ? new WorkflowDefinition((ObjectNode) found.version().definition())
                : new WorkflowDefinition(Defaults.workflow(Json.object()
                        .put("name", found.version().ref().workflow().value())
                        .put("version", found.version().ref().version())));
    }

    static boolean isConductors(ReadExecution.Found found) {
        return found.version()
                        .ref()
                        .workflow()
                        .equals(Names.workflow(found.version().name()))
                && found.version().definition() instanceof ObjectNode;
    }

    /** What kind of workflow it is. */
    public String classifier() {
        return definition.classifier();
    }

    /** When it was started, or was last restarted: run anew from its beginning. */
    private Instant begunAt() {
        Execution execution = recorded.execution();
        List<Control> moves = execution.past().controls().stream()
                .filter(control -> control.kind() == Control.Kind.RERUN)
                .toList();
        List<Rerun> reruns = execution.past().reruns();
        for (int i = reruns.size() - 1; i >= 0; i--) {
            Anew anew = reruns.get(i).anew();
            if (anew.version().isPresent() || found.version().plan().entry().contains(anew.stage())) {
                return moves.get(i).at();
            }
        }
        return execution.createdAt();
    }

    /** The whole workflow. */
    public ObjectNode workflow(boolean withTasks) {
        Execution execution = recorded.execution();
        ObjectNode view = Json.object()
                .put("workflowId", execution.id().value())
                .put("status", status().name())
                .put("createTime", begunAt().toEpochMilli())
                .put("startTime", begunAt().toEpochMilli())
                .put("updateTime", updatedAt().toEpochMilli())
                .put("endTime", endedAt())
                .put("workflowName", definition.name())
                .put("workflowVersion", definition.version());
        view.set("workflowDefinition", definition.json());
        view.set("input", execution.input());
        view.set("output", output());
        view.set("variables", variables());
        ArrayNode tasks = view.putArray("tasks");
        if (withTasks) {
            for (int i = 0; i < rows.size(); i++) {
                tasks.add(rows.get(i).json(definition, execution, i + 1));
            }
        }
        view.put("priority", execution.tags().priority().orElse(0));
        execution.tags().correlationId().ifPresent(id -> view.put("correlationId", id));
        view.set("taskToDomain", TaskToDomain.written(execution.tags().domains()));
        execution.tags().idempotencyKey().ifPresent(key -> view.put("idempotencyKey", key));
        names(view.putArray("failedReferenceTaskNames"), row -> row.task().reference());
        names(view.putArray("failedTaskNames"), row -> row.task().name());
        execution.parent().filter(parent -> !parent.hasFailed()).ifPresent(parent -> {
            view.put("parentWorkflowId", parent.execution().value());
            view.put("parentWorkflowTaskId", new TaskId(parent.execution(), parent.run(), 1).text());
        });
        reason().ifPresent(reason -> view.put("reasonForIncompletion", reason));
        wentOnAt(execution).ifPresent(at -> view.put("lastRetriedTime", at.toEpochMilli()));
        view.putArray("history");
        view.put("rateLimited", false);
        return view;
    }

    /** When somebody last had it go on, after its end or while it was held. */
    private static Optional<Instant> wentOnAt(Execution execution) {
        return execution.past().controls().stream()
                .filter(control -> control.reopens() || control.kind() == Control.Kind.RESUME)
                .map(Control::at)
                .max(Comparator.naturalOrder());
    }

    /** Where it stands, and no more than asked for. */
    public ObjectNode status(boolean withOutput, boolean withVariables) {
        ObjectNode view =
                Json.object().put("workflowId", recorded.execution().id().value());
        recorded.execution().tags().correlationId().ifPresent(id -> view.put("correlationId", id));
        if (withOutput) {
            view.set("output", output());
        }
        if (withVariables) {
            view.set("variables", variables());
        }
        return view.put("status", status().name());
    }

    /**
     * One attempt at a task.
     *
     * @return empty where there is no such
     */
    public Optional<ObjectNode> task(TaskId id) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).id(recorded.execution()).equals(id)) {
                return Optional.of(rows.get(i).json(definition, recorded.execution(), i + 1));
            }
        }
        return Optional.empty();
    }

    WorkflowStatus status() {
        ExecutionState state = recorded.execution().state();
        if (state instanceof ExecutionState.Failed failed) {
            if (definition.ending(failed).filter(WorkflowView::terminates).isPresent()) {
                return WorkflowStatus.TERMINATED;
            }
            TaskStatus last = TaskResult.status(failed.failure());
            if (last == TaskStatus.TIMED_OUT) {
                return WorkflowStatus.TIMED_OUT;
            }
            if (last == TaskStatus.CANCELED) {
                return WorkflowStatus.TERMINATED;
            }
        }
        return WorkflowStatus.of(state.name());
    }

    private static boolean terminates(WorkflowTask task) {
        return task.inputParameters().path("terminationStatus").asString("").equals("TERMINATED");
    }

    private void names(ArrayNode names, Function<TaskRow, String> name) {
        rows.stream()
                .filter(row -> !row.retried())
                .filter(row -> row.status().isFailure() && row.status() != TaskStatus.CANCELED)
                .map(name)
                .distinct()
                .forEach(names::add);
    }

    private JsonNode output() {
        Optional<TaskRow> failedBy = recorded.execution().state() instanceof ExecutionState.Failed failed
                ? failedBy(failed)
                : Optional.empty();
        return new WorkflowOutput(definition, found.version().plan(), recorded).shown(failedBy);
    }

    private ObjectNode variables() {
        ObjectNode variables = Json.object();
        recorded.runs().values().stream()
                .filter(run -> run.state() instanceof StageRunState.Completed)
                .sorted(Comparator.comparing(run -> ((StageRunState.Completed) run.state()).at()))
                .map(StageData::setBy)
                .forEach(set -> set.properties().forEach(one -> variables.set(one.getKey(), one.getValue())));
        return variables;
    }

    private Instant updatedAt() {
        Instant last = new Frontier(found.version().plan(), recorded).lastChange();
        return recorded.execution().state() instanceof ExecutionState.Ended ended
                        && ended.at().isAfter(last)
                ? ended.at()
                : last;
    }

    private long endedAt() {
        return recorded.execution().state() instanceof ExecutionState.Ended ended
                ? ended.at().toEpochMilli()
                : 0;
    }

    Optional<String> reason() {
        return switch (recorded.execution().state()) {
            case ExecutionState.Failed failed ->
                Optional.of(definition
                        .ending(failed)
                        .map(task -> failed.failure().message())
                        .orElseGet(() -> failure(failed)));
            case ExecutionState.TimedOut timedOut ->
                definition
                        .timeoutSeconds()
                        .map(seconds -> "Workflow timed out after " + seconds + " seconds. Timeout configured as "
                                + seconds + " seconds.");
            case ExecutionState.Canceled canceled -> canceled.reason().map(reason -> canceled(canceled, reason));
            case ExecutionState.Live live -> Optional.empty();
            case ExecutionState.Paused paused -> Optional.empty();
            case ExecutionState.Compensating compensating -> Optional.empty();
            case ExecutionState.Completed completed -> Optional.empty();
        };
    }

    /** Where it was canceled with the one that waited for it, it says so. */
    private String canceled(ExecutionState.Canceled canceled, String reason) {
        boolean withParent = recorded.execution()
                .parent()
                .filter(parent -> parent.execution().value().equals(canceled.by()))
                .isPresent();
        return withParent ? "Parent workflow has been terminated with reason: " + reason : reason;
    }

    /** Where it failed since a permissive task had, that task is why; where a sub-workflow had, its task says more. */
    private String failure(ExecutionState.Failed failed) {
        boolean permissive = failed.stage().equals(EndsCompiler.FAILED);
        Optional<TaskRow> row = failedBy(failed);
        String id = row.map(each -> each.id(recorded.execution()).text()).orElse(failed.stage());
        String status = row.map(each -> each.status().name()).orElse("FAILED");
        return "Task " + id + " failed with status: " + status + " and reason: '"
                + row.filter(each -> permissive || each.child().isPresent())
                        .flatMap(TaskRow::reason)
                        .orElse(failed.failure().message())
                + "'";
    }

    /** Where what ends a loop's rounds fails, the loop does. */
    private static boolean isOf(TaskRow row, String stage) {
        return row.run().stage().equals(stage) || row.run().stage().equals(LoopCompiler.endedBy(stage));
    }

    /** Of the branches of a fork, one that failed by itself, and was not canceled with another; of any other task, whatever it came to. */
    private static boolean mayHaveFailedIt(TaskRow row) {
        return !row.task().isBranch() || hasFailed(row);
    }

    private static boolean hasFailed(TaskRow row) {
        return row.status().isFailure() && row.reason().isPresent();
    }

    /** The task that it failed by, where one did. */
    Optional<TaskId> failedTask() {
        return recorded.execution().state() instanceof ExecutionState.Failed failed
                ? failedBy(failed).map(row -> row.id(recorded.execution()))
                : Optional.empty();
    }

    ExecutionId id() {
        return recorded.execution().id();
    }

    boolean hasEnded() {
        return recorded.execution().hasEnded();
    }

    /** Whether it goes on, and nothing in it is open: what comes next is not recorded yet. */
    boolean isBetweenTasks() {
        return !hasEnded() && rows.stream().noneMatch(row -> row.status().isOpen());
    }

    /** Whether a task of one of these names is over, for good. */
    boolean hasPassed(Set<String> references) {
        return rows.stream()
                .filter(row -> references.contains(row.task().reference()))
                .anyMatch(row -> !row.retried() && !row.status().isOpen());
    }

    /** Where it failed since a permissive task had, that task. */
    private Optional<TaskRow> failedBy(ExecutionState.Failed failed) {
        boolean permissive = failed.stage().equals(EndsCompiler.FAILED);
        return rows.stream()
                .filter(each -> !each.retried())
                .filter(each -> permissive
                        ? each.task().isPermissive() && hasFailed(each)
                        : isOf(each, failed.stage()) && mayHaveFailedIt(each))
                .reduce((one, other) -> other);
    }

    /** A task that waits for somebody, and for no time. */
    Optional<TaskId> waitsForSomebody() {
        return rows.stream()
                .filter(row -> row.task().is(TaskType.WAIT) && row.isForGood())
                .map(row -> row.id(recorded.execution()))
                .findFirst();
    }

    /** What tasks have started that are not over. */
    List<ExecutionId> openChildren() {
        return rows.stream()
                .filter(row -> row.status().isOpen())
                .flatMap(row -> row.child().stream())
                .map(ExecutionId::new)
                .toList();
    }
}
