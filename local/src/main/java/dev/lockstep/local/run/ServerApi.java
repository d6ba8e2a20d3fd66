package dev.lockstep.local.run;

import dev.lockstep.cli.Server;
import dev.lockstep.cli.definition.BadDefinition;
import dev.lockstep.client.Call;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Problem;
import dev.lockstep.client.WorkflowClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The calls that running a workflow takes. */
record ServerApi(WorkflowClient client) {
    /** What says that the definition or the input is at fault. */
    private static final Set<Integer> AT_FAULT = Set.of(400, 413, 422);

    /** Registers a definition; its workflow's id. */
    String register(JsonNode definition) throws InterruptedException, BadDefinition {
        return send(Call.post("/workflows", definition)).path("workflow_id").asString("");
    }

    /** Starts an execution; its id. */
    String execute(String workflow, JsonNode input) throws InterruptedException, BadDefinition {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!input.isMissingNode()) {
            body.set("input", input);
        }
        Call call = Call.post("/workflows/" + Call.segment(workflow) + "/execute", body);
        return send(call).path("execution_id").asString("");
    }

    /** Once: it is read again and again anyway. */
    Execution read(String workflow, String execution) throws InterruptedException, BadDefinition {
        String path = "/workflows/" + Call.segment(workflow) + "/executions/" + Call.segment(execution);
        return Execution.of(send(Call.get(path).once()));
    }

    private ObjectNode send(Call call) throws InterruptedException, BadDefinition {
        try {
            return Server.json(client.send(call));
        } catch (LockstepException e) {
            if (!AT_FAULT.contains(e.status().orElse(0))) {
                throw e;
            }
            String said = e.problem().flatMap(ServerApi::said).orElse("");
            throw new BadDefinition(
                    call + " answered " + e.status().getAsInt() + said,
                    e.problem().map(ServerApi::faults).orElse(List.of()));
        }
    }

    private static Optional<String> said(Problem problem) {
        return problem.detail().or(problem::title).map(text -> ": " + text);
    }

    private static List<String> faults(Problem problem) {
        return problem.errors().stream()
                .map(fault -> (fault.path().isEmpty() ? "" : fault.path() + ": ") + fault.message())
                .toList();
    }
}
