package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.WorkflowStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Accepts an execution: records it, then sends its first steps. */
public final class StartExecution {
    private final WorkflowStore workflows;
    private final Plans plans;
    private final ExecutionStore executions;
    private final StageRunStore runs;
    private final Effects effects;
    private final Idempotency idempotency;
    private final Ids ids;
    private final InstantSource clock;

    /** What starting needs. */
    public record Ports(
            WorkflowStore workflows, Plans plans, ExecutionStore executions, StageRunStore runs, Effects effects) {}

    public StartExecution(Ports ports, Idempotency idempotency, Ids ids, InstantSource clock) {
        this.workflows = ports.workflows();
        this.plans = ports.plans();
        this.executions = ports.executions();
        this.runs = ports.runs();
        this.effects = ports.effects();
        this.idempotency = idempotency;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a caller asks for.
     *
     * @param version the workflow's; the latest where none is given
     * @param parent the stage run of another execution that asks for it, where one does
     */
    public record Request(
            WorkflowId workflow,
            Optional<Integer> version,
            JsonNode input,
            Tags tags,
            Optional<IdempotencyKey> idempotencyKey,
            Optional<Parent> parent) {
        public Request(
                WorkflowId workflow,
                Optional<Integer> version,
                JsonNode input,
                Tags tags,
                Optional<IdempotencyKey> idempotencyKey) {
            this(workflow, version, input, tags, idempotencyKey, Optional.empty());
        }

        /** The same, with the caller's own key for it. */
        Request taggedWith(StartKey key) {
            return new Request(workflow, version, input, tags.startedUnder(key.text()), idempotencyKey, parent);
        }
    }

    /**
     * @return the id of the execution; for a repeated idempotency key, the one that the first call got
     * @throws Refusal where there is no such workflow or version, the input does not match, or the key was used for another
     *     request; then nothing is started
     */
    public ExecutionId start(Caller caller, Request request) {
        Optional<Execution> earlier = idempotency
                .earlier(caller.workspace(), request.idempotencyKey())
                .flatMap(id -> runs.read(new ExecutionId(id), List.of()))
                .map(Recorded::execution);
        Execution execution = earlier.orElseGet(
                () -> accept(caller, request, () -> id(caller, request)).execution());
        follow(execution);
        return execution.id();
    }

    /**
     * Starts an execution under an id that follows from what it is started for; again is the same as once.
     *
     * @param request asked for where the execution is not there
     * @return the execution, which may have been there before
     * @throws Refusal as {@link #start} does
     */
    Execution startAs(ExecutionId id, Caller caller, Supplier<Request> request) {
        Execution execution = runs.read(id, List.of())
                .map(Recorded::execution)
                .orElseGet(() -> accept(caller, request.get(), () -> id).execution());
        follow(execution);
        return execution;
    }

    /**
     * An execution that a start asked for.
     *
     * @param isNew whether that start made it
     */
    record Accepted(Execution execution, boolean isNew) {}

    void follow(Execution execution) {
        if (execution.isLive()) {
            Plan plan = plans.get(execution.workflow()).plan();
            effects.apply(plan, execution, Decider.start(plan, execution));
        }
    }

    private ExecutionId id(Caller caller, Request request) {
        return new ExecutionId(idempotency.id(
                caller.workspace(), request.idempotencyKey(), ids.execution().value()));
    }

    /**
     * @param id asked for once the request is found to be good
     */
    Accepted accept(Caller caller, Request request, Supplier<ExecutionId> id) {
        WorkflowVersion version = version(caller, request);
        checkSize(request.input());
        checkInput(version.ref(), request.input());
        ExecutionId given = id.get();
        Instant now = clock.instant();
        Tags tags = version.plan().isMachine() ? request.tags().startedBy(caller.keyId()) : request.tags();
        Execution execution = new Execution(
                given,
                version.ref(),
                request.input(),
                tags,
                request.parent(),
                now,
                new ExecutionState.Live(),
                Execution.Past.NONE,
                1);
        if (executions.create(execution, Effects.firstLook(execution, version.plan(), now))) {
            return new Accepted(execution, true);
        }
        // The same call, side by side with this one, was first; it may have met another version as the latest.
        return new Accepted(runs.read(execution.id(), List.of()).orElseThrow().execution(), false);
    }

    private WorkflowVersion version(Caller caller, Request request) {
        String id = request.workflow().value();
        WorkflowRef latest =
                workflows.latest(caller.workspace(), request.workflow()).orElseThrow(() -> Refusal.noWorkflow(id));
        int wanted = request.version().orElse(latest.version());
        if (wanted > latest.version()) {
            throw Refusal.noVersion(id, wanted);
        }
        return plans.find(new WorkflowRef(caller.workspace(), request.workflow(), wanted))
                .orElseThrow(() -> Refusal.noVersion(id, wanted));
    }

    /** Written out, numbers such as 1e6 take more room than a body had for them. */
    private static void checkSize(JsonNode input) {
        long bytes = Json.size(input);
        if (bytes > StageWorker.MAX_BYTES) {
            throw Refusal.inputTooLarge(bytes, StageWorker.MAX_BYTES);
        }
    }

    private void checkInput(WorkflowRef version, JsonNode input) {
        List<Fault> faults = plans.inputSchema(version).validate(input, "input");
        if (!faults.isEmpty()) {
            throw Refusal.unfitInput("the input does not match the workflow's input schema", faults);
        }
    }
}
