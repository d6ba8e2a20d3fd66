package dev.lockstep.engine.ports;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.MachineFixtures;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Tags;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the contract tests record. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");
    public static final Instant LATER = NOW.plusSeconds(1);
    public static final Workspace WORKSPACE = Workspace.DEFAULT;
    public static final Workspace OTHER_WORKSPACE = new Workspace("other");
    public static final WorkflowId WORKFLOW = new WorkflowId("wf-00000000000000000000000001");
    public static final WorkflowId OTHER_WORKFLOW = new WorkflowId("wf-00000000000000000000000002");
    public static final WorkflowRef VERSION = new WorkflowRef(WORKSPACE, WORKFLOW, 1);

    private Samples() {}

    public static Execution execution(ExecutionId id) {
        return execution(id, VERSION);
    }

    public static Execution execution(ExecutionId id, WorkflowRef workflow) {
        return new Execution(id, workflow, text("hello"), Tags.NONE, NOW, new ExecutionState.Live(), 1);
    }

    public static JsonNode text(String text) {
        return Json.object().put("text", text);
    }

    public static StageRun completed(String stage, long revision, JsonNode output) {
        return new StageRun(
                StageRunKey.first(stage),
                revision,
                new StageRunState.Completed(1, NOW, LATER, Optional.empty(), output));
    }

    /** One attempt's claim. */
    public static StageRun claim(String stage, long revision) {
        return new StageRun(
                StageRunKey.first(stage),
                revision,
                new StageRunState.Running(1, NOW, NOW.plusSeconds(30), Optional.empty()));
    }

    public static WorkflowVersion version(WorkflowRef ref, String name) {
        JsonNode definition = Json.object().put("name", name).put("note", "grüße, 日本");
        return new WorkflowVersion(ref, name, definition, plan(), NOW);
    }

    /** A version of a machine, of one state. */
    public static WorkflowVersion machine(WorkflowRef ref, String name, Instant createdAt) {
        Plan plan = MachineFixtures.machine("end end");
        return new WorkflowVersion(ref, name, Json.object().put("name", name), plan, createdAt);
    }

    /** Read from its recorded form, which depends on nothing but the model. */
    public static Plan plan() {
        return Json.fromTree(Json.read("""
                {
                  "input_schema": {"type": "object"},
                  "entry": ["a", "b"],
                  "stages": [
                    {"kind": "task", "id": "a", "type": "TextOperation.Upper",
                     "activity": {"activity": "operation"}, "input": {"from": "execution"},
                     "config": {}, "policy": %1$s,
                     "place": {"guards": [], "setters": [], "otherwise": [],
                               "next": [{"edge": "into", "join": "end:", "branch": 0, "target": ""}]}},
                    {"kind": "task", "id": "b", "type": "TextOperation.Lower",
                     "activity": {"activity": "operation"}, "input": {"from": "execution"},
                     "config": {}, "policy": %1$s,
                     "place": {"guards": [], "setters": [], "otherwise": [],
                               "next": [{"edge": "into", "join": "end:", "branch": 1, "target": ""}]}},
                    {"kind": "join", "id": "end:", "branches": 2, "needed": 2, "next": [{"edge": "end"}]}
                  ]
                }""".formatted("""
                {"retry": {"maxAttempts": 3, "backoff": "FIXED", "delaySeconds": 1, "maxDelaySeconds": 1, "on": []},
                 "timeoutSeconds": 5, "onError": "FAIL", "credits": 1}""")), Plan.class);
    }
}
