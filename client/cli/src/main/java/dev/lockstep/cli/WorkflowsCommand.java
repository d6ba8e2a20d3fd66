package dev.lockstep.cli;

import dev.lockstep.cli.definition.BadDefinition;
import dev.lockstep.cli.definition.Definition;
import dev.lockstep.cli.text.Column;
import dev.lockstep.cli.text.Fields;
import dev.lockstep.cli.text.Style;
import dev.lockstep.cli.text.Table;
import dev.lockstep.cli.text.View;
import dev.lockstep.client.Call;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lockstep workflows}. */
@Command(name = "workflows", description = "Lists, shows, registers and deletes workflows and state machines.")
final class WorkflowsCommand {
    private static final Listing PIPELINES = new Listing(
            "workflows",
            Table.of(
                    Column.at("workflow", "/workflow_id"),
                    Column.at("version", "/version"),
                    Column.at("created", "/created_at"),
                    Column.at("name", "/name")));
    private static final Listing MACHINES = new Listing(
            "items",
            Table.of(
                    Column.at("machine", "/id"),
                    Column.at("version", "/version"),
                    Column.at("created", "/createdAt"),
                    Column.at("title", "/title")));
    private static final View PIPELINE = Fields.of(
                    Column.at("workflow", "/workflow_id"),
                    Column.at("name", "/name"),
                    Column.at("description", "/description"),
                    Column.at("version", "/version"),
                    Column.at("created", "/created_at"))
            .and(Table.of(
                            Column.at("step", "/id"),
                            Column.at("type", "/type"),
                            Column.at("after", "/after"),
                            Column.at("when", "/when"))
                    .of("steps"));

    @Command(description = "Lists workflows, the newest first.")
    int list(
            @Mixin Server server,
            @Mixin Paging paging,
            @Option(names = "--machines", description = "State machines instead of pipelines.") boolean machines)
            throws Exception {
        return machines
                ? MACHINES.show(server, paging, Query.of("/api/definitions"))
                : PIPELINES.show(server, paging, Query.of("/workflows"));
    }

    @Command(description = "Shows a workflow; a state machine as the YAML that it was registered with.")
    int show(
            @Mixin Server server,
            @Parameters(paramLabel = "<workflow>", description = "wf-…, or a state machine's id.") String id,
            @Option(names = "--version", paramLabel = "<version>", description = "The latest where left out.")
                    Optional<String> version)
            throws Exception {
        Call call =
                Call.get(Query.of(Paths.definition(id)).with("version", version).path());
        if (Paths.isPipeline(id) || server.wantsJson()) {
            return server.show(call, PIPELINE);
        }
        return server.call(client -> {
            server.out().print(client.send(call.accepting("application/yaml")).text());
            server.out().flush();
            return 0;
        });
    }

    @Command(description = "Lists the versions of a workflow, the newest first.")
    int versions(
            @Mixin Server server,
            @Mixin Paging paging,
            @Parameters(paramLabel = "<workflow>", description = "wf-…, or a state machine's id.") String id)
            throws Exception {
        return Paths.isPipeline(id)
                ? server.show(Call.get(Paths.workflow(id)), WorkflowsCommand::numbers)
                : MACHINES.show(server, paging, Query.of(Paths.machine(id) + "/versions"));
    }

    /** A pipeline's versions are numbered from 1 on, and none is ever taken away. */
    private static void numbers(JsonNode json, PrintWriter out, Style style) {
        for (int version = json.path("version").asInt(0); version > 0; version--) {
            out.println(version);
        }
    }

    @Command(description = "Registers a definition, or the next version of one.")
    int put(
            @Mixin Server server,
            @Parameters(paramLabel = "<file>", description = "A pipeline or a state machine, in JSON or YAML.")
                    Path file,
            @Option(
                            names = "--id",
                            paramLabel = "<workflow>",
                            description = "The workflow that it is the next version of. Left out, a pipeline is a new"
                                    + " workflow, and a state machine goes by the id in the file.")
                    Optional<String> id)
            throws Exception {
        Definition definition = Definition.read(file);
        return server.show(registration(definition, id), registered(definition));
    }

    private static Call registration(Definition definition, Optional<String> id) throws BadDefinition {
        return switch (definition) {
            case Definition.Pipeline pipeline ->
                id.map(given -> Call.change("PUT", Paths.workflow(given), pipeline.content()))
                        .orElseGet(() -> Call.change("POST", "/workflows", pipeline.content()));
            case Definition.Machine machine ->
                id.map(given -> Call.change("PUT", Paths.machine(given), machine.content()))
                        .orElseGet(() -> Call.change("POST", "/api/definitions", machine.content()));
        };
    }

    private static View registered(Definition definition) {
        return switch (definition) {
            case Definition.Pipeline ignored ->
                Fields.of(Column.at("workflow", "/workflow_id"), Column.at("version", "/version"));
            case Definition.Machine ignored -> Fields.of(Column.at("machine", "/id"), Column.at("version", "/version"));
        };
    }

    @Command(description = "Refuses new starts of workflows from now on; executions that run go on.")
    int delete(
            @Mixin Server server,
            @Parameters(paramLabel = "<workflow>", arity = "1..*", description = "wf-…, or a state machine's id.")
                    List<String> ids)
            throws Exception {
        return server.each(ids, id -> Call.delete(Paths.definition(id)), "deleted");
    }
}
