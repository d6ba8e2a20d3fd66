package dev.lockstep.engine.decide;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The data that a stage sees: the input of the execution and the outputs of the stages before it. */
public final class StageData {
    private final Stage.Operation stage;
    private final Recorded recorded;
    private final int iteration;

    /**
     * @param recorded the execution and, at the least, the runs of the stages that this one reads
     */
    public StageData(Stage.Operation stage, Recorded recorded, int iteration) {
        this.stage = stage;
        this.recorded = recorded;
        this.iteration = iteration;
    }

    /** What the stage's expressions may read. */
    public Scope scope() {
        Map<String, JsonNode> steps = new LinkedHashMap<>();
        for (String id : stage.reads()) {
            StageRun run = runOf(id);
            ObjectNode step = Json.object().put("status", statusOf(run));
            run.output().ifPresent(output -> step.set("output", output));
            steps.put(id, step);
        }
        Execution execution = recorded.execution();
        ObjectNode workflow = Json.object()
                .put("id", execution.workflow().workflow().value())
                .put("version", execution.workflow().version())
                .put("execution_id", execution.id().value());
        return Scope.of(execution.input(), steps, workflow);
    }

    /** The stage's input, before it is fitted to the operation's type. */
    public JsonNode input(Scope scope) throws EvaluationException {
        return switch (stage.input()) {
            case StageInput.OfExecution of -> recorded.execution().input();
            case StageInput.OutputOf of -> outputOf(of.stage());
            case StageInput.OutputsOf of -> {
                ObjectNode outputs = Json.object();
                of.stages().forEach(id -> outputs.set(id, outputOf(id)));
                yield outputs;
            }
            case StageInput.Own own -> own.data().evaluate(scope);
        };
    }

    private JsonNode outputOf(String id) {
        return runOf(id).output().orElseThrow(() -> notThere(id));
    }

    private StageRun runOf(String id) {
        return recorded.run(new StageRunKey(id, iteration)).orElseThrow(() -> notThere(id));
    }

    private IllegalStateException notThere(String id) {
        return new IllegalStateException(
                "stage " + stage.id() + " was reached before stage " + id + " had its outcome");
    }

    private static String statusOf(StageRun run) {
        return switch (run.state()) {
            case StageRunState.Completed completed -> "COMPLETED";
            case StageRunState.Skipped skipped -> "SKIPPED";
            case StageRunState.Failed failed -> "FAILED";
            case StageRunState.Running running -> "RUNNING";
            case StageRunState.Retrying retrying -> "RUNNING";
            case StageRunState.Waiting waiting -> "WAITING";
            case StageRunState.Gathering gathering -> "RUNNING";
        };
    }
}
