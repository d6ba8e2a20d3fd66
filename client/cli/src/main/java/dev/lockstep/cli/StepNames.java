package dev.lockstep.cli;

import dev.lockstep.client.Call;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Run;
import dev.lockstep.client.RunStage;
import dev.lockstep.client.WorkflowClient;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the steps of a run are called, which the run itself does not say; read again where it has a new one. */
final class StepNames {
    private final WorkflowClient client;
    private final Map<String, String> known = new HashMap<>();

    StepNames(WorkflowClient client) {
        this.client = client;
    }

    /** The step's id, and of which type it is. */
    String of(Run run, RunStage stage) throws InterruptedException {
        if (!known.containsKey(stage.id())) {
            read(run);
        }
        String name = known.getOrDefault(stage.id(), "");
        return name.isEmpty() || name.equals(stage.module()) ? stage.module() : name + " (" + stage.module() + ")";
    }

    private void read(Run run) throws InterruptedException {
        try {
            JsonNode execution = client.send(Call.get(Paths.execution(run.workflowId(), run.id())))
                    .json();
            for (JsonNode task : execution.path("tasks")) {
                known.put(task.path("task_id").asString(""), task.path("step").asString(""));
            }
        } catch (LockstepException e) {
            // A run is worth following without the names, too.
        }
        run.runStages().forEach(stage -> known.putIfAbsent(stage.id(), ""));
    }
}
