package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.SkipStage;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Has a task that was not scheduled yet be passed over. */
public final class SkipTask {
    private final ReadExecution read;
    private final SkipStage skip;

    public SkipTask(ReadExecution read, SkipStage skip) {
        this.read = read;
        this.skip = skip;
    }

    /**
     * @param reference what the definition calls the task
     * @param body a SkipTaskRequest: {@code taskInput} and {@code taskOutput}, either of which may be left out
     * @throws Refusal where there is no such workflow or task, the workflow is not running, the task was scheduled or skipped before,
     *     or the body is not valid
     */
    public void skip(Caller caller, ExecutionId id, String reference, JsonNode body) {
        if (!body.isObject()) {
            throw Validation.refusal("", "must be an object");
        }
        Optional<JsonNode> input = data(body, "taskInput");
        JsonNode output = data(body, "taskOutput").orElseGet(Json::object);
        ReadExecution.Found found = read.readBare(caller, id);
        Execution execution = found.recorded().execution();
        if (WorkflowView.definition(found).task(reference).isEmpty()) {
            throw Refusal.noSuchTask("The task referenced " + reference + " does not exist in the workflow definition");
        }
        if (!execution.isLive()) {
            throw Refusal.notNow("Workflow " + id + " is not running: nothing in it can be skipped");
        }
        Iterations iterations =
                new Iterations(found.version().plan(), execution.past().reruns());
        boolean known = found.recorded().runs().keySet().stream()
                .anyMatch(run -> run.stage().equals(reference) && iterations.isCurrent(run));
        if (known) {
            throw Refusal.notNow("The task referenced " + reference + " has already been processed, cannot be skipped");
        }
        skip.skip(
                caller,
                found.version().ref().workflow().value(),
                id,
                new SkipStage.Request(reference, input, Optional.of(output), Optional.empty()));
    }

    private static Optional<JsonNode> data(JsonNode body, String field) {
        Optional<JsonNode> data = Optional.ofNullable(body.get(field)).filter(value -> !value.isNull());
        if (data.filter(value -> !value.isObject()).isPresent()) {
            throw Validation.refusal(field, "must be an object");
        }
        return data;
    }
}
