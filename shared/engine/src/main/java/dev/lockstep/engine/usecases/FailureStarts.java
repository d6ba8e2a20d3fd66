package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.OnFailure;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.execution.Ulid;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.Scope;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts what is to be started on the failure of an execution, before that counts as ended. Its id follows from whose failure it is and
 * which, so that whoever starts it, and however often, it is one; the watchdog looks at whoever has not come to its end.
 */
final class FailureStarts {
    /** How much of the stages' data is read for the report, in bytes of JSON. */
    private static final long DATA_BYTES = StageWorker.MAX_BYTES / 2;

    private final Effects.Ports ports;
    private final Plans plans;
    private final Effects effects;
    private final FailureReport report;

    FailureStarts(Effects.Ports ports, Plans plans, Effects effects, FailureReport report) {
        this.ports = ports;
        this.plans = plans;
        this.effects = effects;
        this.report = report;
    }

    /**
     * @param failing what the execution is in until it ends
     * @return what was started, by this call or another; empty where there is nothing to be started, or no such workflow
     */
    Optional<ExecutionId> start(Plan plan, Execution execution, ExecutionState.Compensating failing) {
        int depth = execution.parent().map(Parent::depth).orElse(0) + 1;
        return depth > Parent.DEEPEST
                ? Optional.empty()
                : plan.onFailure().flatMap(started -> start(started, execution, failing, depth));
    }

    private Optional<ExecutionId> start(
            OnFailure started, Execution execution, ExecutionState.Compensating failing, int depth) {
        try {
            Scope scope = Scope.of(execution.input(), Map.of(), Json.object());
            WorkflowId workflow =
                    new WorkflowId(started.workflow().evaluate(scope).asString(""));
            Optional<WorkflowVersion> version =
                    plans.find(execution.workflow().workspace(), workflow, started.version());
            if (version.isEmpty()) {
                return Optional.empty();
            }
            ObjectNode input = report(execution, failing.end());
            boolean fits = Json.size(input) <= StageWorker.MAX_BYTES
                    && plans.inputSchema(version.get().ref())
                            .validate(input, "input")
                            .isEmpty();
            return fits ? Optional.of(start(version.get(), input, execution, failing, depth)) : Optional.empty();
        } catch (EvaluationException e) {
            return Optional.empty();
        }
    }

    private ObjectNode report(Execution execution, ExecutionState.Ended end) {
        WorkflowVersion version = plans.get(execution.workflow());
        Recorded recorded = ports.executions().read(execution.id(), DATA_BYTES).orElseThrow();
        return report.of(version, recorded, end);
    }

    private ExecutionId start(
            WorkflowVersion version,
            ObjectNode input,
            Execution failed,
            ExecutionState.Compensating failing,
            int depth) {
        int before =
                (int) failed.past().controls().stream().filter(Control::reopens).count();
        StageRunKey run = new StageRunKey(Plan.ON_FAILURE, Iteration.of(before));
        Execution execution = new Execution(
                new ExecutionId("ex-" + Ulid.of(failing.at(), Digest.sha256(failed.id() + "/" + run))),
                version.ref(),
                input,
                new Tags(failed.tags().correlationId(), failed.tags().priority())
                        .in(failed.tags().domains()),
                Optional.of(new Parent(failed.workflow(), failed.id(), run, depth)),
                failing.at(),
                new ExecutionState.Live(),
                Execution.Past.NONE,
                1);
        effects.begin(version.plan(), execution);
        return execution.id();
    }
}
