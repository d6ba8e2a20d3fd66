package dev.lockstep.dialects.conductor.trial;

import dev.lockstep.dialects.conductor.ConductorOperations;
import dev.lockstep.dialects.conductor.DefinitionStore;
import dev.lockstep.dialects.conductor.FailedWorkflow;
import dev.lockstep.dialects.conductor.Outreach;
import dev.lockstep.dialects.conductor.RunTimeDefinitions;
import dev.lockstep.dialects.conductor.Snapshots;
import dev.lockstep.dialects.conductor.StartRequests;
import dev.lockstep.dialects.conductor.StartWorkflow;
import dev.lockstep.dialects.conductor.WorkflowCompiler;
import dev.lockstep.dialects.conductor.WorkflowView;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.OperationRunner;
import dev.lockstep.engine.ports.memory.InMemoryComponentStore;
import dev.lockstep.engine.ports.memory.InMemoryIdempotencyStore;
import dev.lockstep.engine.ports.memory.InMemoryWorkflowStore;
import dev.lockstep.engine.trial.Trial;
import dev.lockstep.engine.trial.TrialBounds;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.RegisterWorkflow;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tries out a workflow with what its tasks are told to come to: what is registered is read, and nothing is written or done. */
public final class TestWorkflow {
    private static final long MOST_BYTES = 5L * 512 * 1024;
    private static final String REASON = "reasonForIncompletion";

    private final DefinitionStore definitions;
    private final WorkflowCompiler compiler = new WorkflowCompiler(Catalogue.builtIn());
    private final OperationRunner runner;
    private final Ids ids;
    private final InstantSource clock;

    /** @param runner of operations that have no effects */
    public TestWorkflow(DefinitionStore definitions, OperationRunner runner, Ids ids, InstantSource clock) {
        this.definitions = definitions;
        this.runner = runner;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param body a WorkflowTestRequest
     * @return the workflow as it stands where it has ended, or nothing more is told of it
     * @throws Refusal where there is no such definition, or what is asked for is not valid
     */
    public ObjectNode test(Caller caller, JsonNode body) {
        TrialRequest request = new TrialReader(compiler).read(body);
        TriedDefinitions tried = new TriedDefinitions(definitions, request.definition());
        InMemoryWorkflowStore workflows = new InMemoryWorkflowStore();
        RegisterWorkflow register = new RegisterWorkflow(
                workflows,
                new InMemoryComponentStore(),
                new Idempotency(new InMemoryIdempotencyStore(), clock),
                ids,
                clock);
        Snapshots snapshots = new Snapshots(tried, register, compiler);
        Catalogue catalogue = ConductorOperations.addedTo(
                Catalogue.builtIn(), Outreach.NONE, new RunTimeDefinitions(tried, snapshots));
        Trial.World world = new Trial.World(workflows, catalogue, runner, new FailedWorkflow(), ids, clock);
        Trial trial = new Trial(world, caller, request.mocks(), TrialBounds.OF_A_CALL);
        StartRequests starts = new StartRequests(tried, snapshots);
        return view(trial.run(starts.of(caller, request.start(), StartWorkflow.Origin.CALLER)));
    }

    /** A function may answer 6 MB, of JSON within JSON. */
    private static ObjectNode view(Trial.Outcome outcome) {
        ObjectNode workflow = new WorkflowView(outcome.found()).workflow(true);
        outcome.brokenOff().ifPresent(bound -> tell(workflow, "The test was broken off: a test ends after " + bound));
        if (Json.size(workflow) > MOST_BYTES) {
            workflow.putArray("tasks");
            tell(workflow, "The tasks are left out: the answer has no room for them");
        }
        return workflow;
    }

    /** Behind what is told already. */
    private static void tell(ObjectNode workflow, String text) {
        String told = workflow.path(REASON).asString("");
        workflow.put(REASON, told.isEmpty() ? text : told + ". " + text);
    }
}
