package dev.lockstep.engine.decide;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a completed execution gives. */
public final class ExecutionOutput {
    private ExecutionOutput() {}

    /**
     * What the last stage gave, or where several are last, what each gave, by id; what the stage gave that ended the execution, if
     * one did. What was not read of it is left out.
     */
    public static JsonNode of(Plan plan, Recorded recorded) {
        if (recorded.execution().state() instanceof ExecutionState.Completed completed
                && completed.by().isPresent()) {
            return outputOf(completed.by().get(), recorded).orElseGet(Json::object);
        }
        Iterations iterations = new Iterations(plan, recorded.execution().past().reruns());
        List<String> last = plan.lastTasks();
        if (last.size() == 1) {
            return outputOf(iterations.outermost(last.getFirst()), recorded).orElseGet(Json::object);
        }
        ObjectNode outputs = Json.object();
        last.forEach(stage ->
                outputOf(iterations.outermost(stage), recorded).ifPresent(output -> outputs.set(stage, output)));
        return outputs;
    }

    private static Optional<JsonNode> outputOf(StageRunKey key, Recorded recorded) {
        return recorded.run(key).flatMap(StageRun::output).filter(output -> !output.isMissingNode());
    }
}
