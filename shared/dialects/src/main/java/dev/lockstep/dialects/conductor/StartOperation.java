package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.operations.UntypedOperation;
import dev.lockstep.engine.usecases.Refusal;
import tools.jackson.databind.JsonNode;

/** Starts the workflow that its input names, as a caller would: its latest version, or under an idempotency key. */
record StartOperation(Outreach outreach) implements UntypedOperation {
    static final String TYPE = "Conductor.Start";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "Starts the workflow that the input names";
    }

    @Override
    public boolean hasEffects() {
        return true;
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        Step by = call.step().orElseThrow(() -> new IllegalStateException("nobody asks for this start"));
        try {
            StartWorkflow.Request request = StartWorkflow.Request.of(call.input());
            return Json.object()
                    .put(
                            "execution_id",
                            outreach.start(by, request, call.idempotencyKey()).value());
        } catch (Refusal refusal) {
            throw new OperationFailure(TaskResult.FAILED, String.valueOf(refusal.getMessage()));
        }
    }
}
