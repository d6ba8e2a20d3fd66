package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.ReportTask;
import dev.lockstep.engine.usecases.ReportTask.Report;
import dev.lockstep.engine.usecases.SignalExecution;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes what somebody tells of a task: a worker of its own, or anybody of one that waits for somebody. */
public final class UpdateTask {
    private static final int LONGEST_CALLBACK_SECONDS = 10 * 366 * 86_400;

    private final StageRunStore runs;
    private final Plans plans;
    private final ReadExecution read;
    private final ReportTask report;
    private final SignalExecution signal;

    public UpdateTask(StageRunStore runs, Plans plans, ReadExecution read, ReportTask report, SignalExecution signal) {
        this.runs = runs;
        this.plans = plans;
        this.read = read;
        this.report = report;
        this.signal = signal;
    }

    /**
     * What was told of a task.
     *
     * @param type of the worker's tasks that it is of; empty where it is none
     * @param domain of the workers who have such tasks
     * @param isOver whether nothing is left to do about the attempt
     * @param isTaken whether the attempt was open, so that what was told of it counts
     */
    public record Updated(TaskId id, Optional<String> type, Optional<String> domain, boolean isOver, boolean isTaken) {}

    /**
     * Takes a TaskResult. Of an attempt that is over, and of a workflow that has ended, nothing is taken any more, and that is no fault.
     *
     * @throws Refusal where there is no such task, or the result is not valid
     */
    public Updated update(Caller caller, JsonNode result) {
        TaskId id = TaskId.parse(result.path("taskId").asString(""));
        Recorded recorded = runs.read(id.execution(), List.of(id.run()))
                .filter(found -> found.execution().workflow().workspace().equals(caller.workspace()))
                .filter(found -> found.run(id.run()).isPresent())
                .orElseThrow(() -> noSuchTask(id));
        Execution execution = recorded.execution();
        Plan plan = plans.get(execution.workflow()).plan();
        if (!(plan.find(id.run().stage()).orElse(null) instanceof Stage.Task task)) {
            throw noSuchTask(id);
        }
        return switch (task.as(recorded.run(id.run()).flatMap(StageRun::resolved))
                .activity()) {
            case Activity.Worker worker -> {
                if (result.path("extendLease").asBoolean(false)) {
                    extend(caller, execution, id);
                    yield new Updated(id, Optional.of(worker.taskType()), domain(recorded, id), false, true);
                }
                Report told = report(result);
                boolean taken = report.reportNamed(caller, step(execution, id), id.attempt(), told);
                yield new Updated(
                        id,
                        Optional.of(worker.taskType()),
                        domain(recorded, id),
                        !(told instanceof Report.NotYet),
                        taken);
            }
            case Activity.Await await ->
                new Updated(id, Optional.empty(), Optional.empty(), true, give(caller, plan, execution, id, result));
            case Activity other -> new Updated(id, Optional.empty(), Optional.empty(), true, false);
        };
    }

    /** Of the workers that the attempt is for; of one that is over, nobody knows any more. */
    private static Optional<String> domain(Recorded recorded, TaskId id) {
        return switch (recorded.run(id.run()).orElseThrow().state()) {
            case StageRunState.Offered offered -> offered.queued().domain();
            case StageRunState.Running running -> running.queued().domain();
            case StageRunState other -> Optional.empty();
        };
    }

    private static Refusal noSuchTask(TaskId id) {
        return Refusal.noSuchTask("No such task found by id: " + id.text());
    }

    private static Step step(Execution execution, TaskId id) {
        return new Step(execution.workflow(), execution.id(), id.run());
    }

    private void extend(Caller caller, Execution execution, TaskId id) {
        try {
            report.heartbeatNamed(caller, step(execution, id), id.attempt());
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.CONFLICT) {
                throw refusal;
            }
        }
    }

    /** The open attempt at a task, by the name that its definition has for it. */
    public TaskId open(Caller caller, ExecutionId id, String reference) {
        ReadExecution.Found found = read.readBare(caller, id);
        Iterations iterations = new Iterations(
                found.version().plan(), found.recorded().execution().past().reruns());
        return found.recorded().runs().values().stream()
                .filter(run -> isCalled(run, reference) && iterations.isCurrent(run.key()))
                .filter(run -> !(run.state() instanceof StageRunState.Outcome))
                .max(Comparator.comparing(run -> run.key().iteration().toString()))
                .map(run -> new TaskId(id, run.key(), attempt(run)))
                .orElseThrow(() ->
                        Refusal.noSuchTask("Found no running task " + reference + " of workflow " + id + " to update"));
    }

    /** By its name alone, or with the numbers of the rounds behind it; a branch of a dynamic fork by the name that it was told. */
    private static boolean isCalled(StageRun run, String reference) {
        List<Integer> path = run.key().iteration().path();
        String inRounds = TaskRow.reference(run.key().stage(), path.subList(1, path.size()));
        return reference.equals(run.key().stage())
                || reference.equals(inRounds)
                || run.resolved()
                        .filter(came -> came.label()
                                .path(Telling.REFERENCE)
                                .asString("")
                                .equals(reference))
                        .isPresent();
    }

    private static int attempt(StageRun run) {
        return switch (run.state()) {
            case StageRunState.Offered state -> state.attempt();
            case StageRunState.Running state -> state.attempt();
            case StageRunState.Retrying state -> state.attempt() + 1;
            case StageRunState other -> 1;
        };
    }

    /** Whether it still waited for somebody. */
    private boolean give(Caller caller, Plan plan, Execution execution, TaskId id, JsonNode result) {
        Optional<SignalExecution.Answer> answer = switch (report(result)) {
            case Report.Completed done -> Optional.of(new SignalExecution.Answer.Given(done.output()));
            case Report.Failed failed -> Optional.of(new SignalExecution.Answer.Failed(failed.failure()));
            case Report.NotYet later -> Optional.empty();
        };
        try {
            Actor by = new Actor(caller.keyId(), Optional.empty());
            answer.ifPresent(told -> signal.give(plan, execution, id.run(), told, by));
            return true;
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.CONFLICT) {
                throw refusal;
            }
            return false;
        }
    }

    private static ObjectNode output(JsonNode result) {
        JsonNode output = result.path("outputData");
        if (!output.isMissingNode() && !output.isNull() && !output.isObject()) {
            throw Validation.refusal("outputData", "must be an object");
        }
        return output instanceof ObjectNode object ? object : Json.object();
    }

    /** Why an attempt failed; what it gave is told with that. */
    private static Failure failure(String name, JsonNode result) {
        String reason = result.path("reasonForIncompletion").asString("");
        return new Failure(name, reason, Optional.<JsonNode>of(output(result)).filter(given -> !given.isEmpty()));
    }

    /**
     * What a TaskResult tells of an attempt.
     *
     * @throws Refusal where it is not valid
     */
    public static Report report(JsonNode result) {
        return switch (result.path("status").asString("")) {
            case "COMPLETED" -> new Report.Completed(output(result));
            case "FAILED" -> new Report.Failed(failure(TaskResult.FAILED, result), true);
            case "FAILED_WITH_TERMINAL_ERROR" -> new Report.Failed(failure(TaskResult.TERMINAL, result), false);
            case "CANCELED" -> new Report.Failed(failure(TaskResult.CANCELED, result), false);
            case "IN_PROGRESS" ->
                new Report.NotYet(
                        output(result),
                        Duration.ofSeconds(Math.clamp(
                                result.path("callbackAfterSeconds").asLong(0), 0, LONGEST_CALLBACK_SECONDS)));
            default ->
                throw Validation.refusal(
                        "status",
                        "must be one of IN_PROGRESS, FAILED, FAILED_WITH_TERMINAL_ERROR, COMPLETED, CANCELED");
        };
    }
}
