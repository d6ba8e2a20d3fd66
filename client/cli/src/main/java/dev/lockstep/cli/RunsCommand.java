package dev.lockstep.cli;

import dev.lockstep.cli.text.Column;
import dev.lockstep.cli.text.Fields;
import dev.lockstep.cli.text.JsonText;
import dev.lockstep.cli.text.Table;
import dev.lockstep.cli.text.View;
import dev.lockstep.client.Answer;
import dev.lockstep.client.Call;
import dev.lockstep.client.WorkflowClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code lockstep runs}. */
@Command(name = "runs", description = "Lists and shows runs, and tells their histories.")
final class RunsCommand {
    private static final Listing ALL = new Listing(
            "runs",
            Table.of(
                    Column.at("run", "/id"),
                    Column.status("status", "/status"),
                    Column.at("created", "/createdAt"),
                    Column.at("ended", "/endedAt"),
                    Column.at("workflow", "/workflowId")));
    private static final Listing OF_WORKFLOW = new Listing(
            "executions",
            Table.of(
                    Column.at("run", "/execution_id"),
                    Column.status("status", "/status"),
                    Column.at("created", "/created_at"),
                    Column.at("ended", "/completed_at")));
    private static final Listing HISTORY = new Listing(
            "events",
            Table.of(
                    Column.at("at", "/at"),
                    Column.at("what", "/type"),
                    Column.at("step", "/step"),
                    Column.at("attempt", "/attempt"),
                    Column.at("by", "/by"),
                    Column.at("why", "/reason")));
    private static final View TASKS = Table.of(
            Column.at("step", "/task/step"),
            Column.at("type", "/task/type"),
            Column.status("status", "/task/status"),
            Column.at("attempt", "/stage/executionAttempt"),
            Column.at("usage", "/stage/creditUsage"),
            Column.at("updated", "/stage/updatedAt"),
            Column.at("error", "/task/error/message"));
    private static final View EXECUTION = Fields.of(
            Column.at("run", "/execution_id"),
            Column.at("workflow", "/workflow_id"),
            Column.status("status", "/status"),
            Column.at("created", "/created_at"),
            Column.at("ended", "/completed_at"),
            Column.at("paused by", "/pause/by"),
            Column.at("paused why", "/pause/reason"),
            Column.at("part of", "/parent_execution_id"),
            Column.at("error", "/error/message"),
            Column.at("usage", "/totalUsage"),
            Column.at("states", "/currentStates"),
            Column.at("transitions", "/availableTransitions"));
    static final View MACHINE = Fields.of(
            Column.at("run", "/id"),
            Column.status("status", "/status"),
            Column.at("states", "/currentStates"),
            Column.at("transitions", "/availableTransitions"),
            Column.at("approvals", "/approvals"),
            Column.at("error", "/error/message"));

    @Command(description = "Lists runs, the newest first.")
    int list(
            @Mixin Server server,
            @Mixin Paging paging,
            @Option(
                            names = "--workflow",
                            paramLabel = "<workflow>",
                            description = "Those of one workflow, or of one state machine.")
                    Optional<String> workflow,
            @Option(
                            names = "--status",
                            paramLabel = "<status>",
                            description = "Those of one status: ${COMPLETION-CANDIDATES}.")
                    Optional<ListedStatus> status)
            throws Exception {
        if (workflow.isPresent()) {
            Query query = Query.of(Paths.workflow(workflow.get()) + "/executions")
                    .with("status", status.map(ListedStatus::ofWorkflow));
            return OF_WORKFLOW.show(server, paging, query);
        }
        if (status.isPresent() && status.get().amongRuns().isEmpty()) {
            throw new BadUsage("--status " + status.get() + " takes --workflow as well");
        }
        Query query = Query.of("/runs").with("status", status.flatMap(ListedStatus::amongRuns));
        return ALL.show(server, paging, query);
    }

    @Command(description = "Shows a run with its stages and its output; of a state machine, where it stands.")
    int show(@Mixin Server server, @Parameters(paramLabel = "<run>", description = "ex-…") String id) throws Exception {
        return server.call(client -> {
            Answer run = client.send(Call.get(Paths.run(id)));
            if (server.wantsJson()) {
                server.print(run, EXECUTION);
            } else {
                show(server, client, Server.json(run));
            }
            return 0;
        });
    }

    /** What people want to know is told by more than one answer. */
    private static void show(Server server, WorkflowClient client, ObjectNode run) throws InterruptedException {
        String id = run.path("id").asString("");
        String workflow = run.path("workflowId").asString("");
        ObjectNode execution = Server.json(client.send(Call.get(Paths.execution(workflow, id))));
        ObjectNode together = run.deepCopy();
        if (!Paths.isPipeline(workflow)) {
            together.setAll(Server.json(client.send(Call.get(Paths.machineExecution(id)))));
        }
        together.setAll(execution);
        server.print(together, EXECUTION);
        server.print(besideEachOther(execution.path("tasks"), run.path("runStages")), TASKS);
        if (execution.has("output")) {
            server.print(execution.path("output"), (json, out, style) -> out.println(JsonText.pretty(json)));
        }
    }

    /** Each task with the stage that it is in the run. */
    private static ArrayNode besideEachOther(JsonNode tasks, JsonNode stages) {
        Map<String, JsonNode> byId = new HashMap<>();
        stages.forEach(stage -> byId.put(stage.path("id").asString(""), stage));
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (JsonNode task : tasks) {
            ObjectNode both = all.addObject();
            both.set("task", task);
            both.set("stage", byId.getOrDefault(task.path("task_id").asString(""), MissingNode.getInstance()));
        }
        return all;
    }

    @Command(description = "Tells all that has happened in a run, in order.")
    int history(
            @Mixin Server server,
            @Mixin Paging paging,
            @Parameters(paramLabel = "<run>", description = "ex-…") String id)
            throws Exception {
        return HISTORY.show(server, paging, client -> Query.of(Paths.execution(client, id) + "/history"));
    }
}
