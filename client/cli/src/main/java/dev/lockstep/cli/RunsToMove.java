package dev.lockstep.cli;

import dev.lockstep.cli.text.Column;
import dev.lockstep.cli.text.Style;
import dev.lockstep.client.Call;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Which runs something is to be done about, and why. */
final class RunsToMove {
    static final String REASON = "Why, for the record.";

    @Parameters(paramLabel = "<run>", arity = "1..*", description = "ex-…; more than one, if you like.")
    private List<String> ids = List.of();

    @Option(names = "--reason", paramLabel = "<text>", description = REASON)
    private Optional<String> reason = Optional.empty();

    int move(Server server, String verb, Body body) throws Exception {
        return move(server, ids, verb, body.with("reason", reason));
    }

    static int move(Server server, List<String> ids, String verb, Body body) throws Exception {
        return server.each(ids, (client, id) -> {
            String path = Paths.execution(client, id) + "/" + verb;
            server.print(client.send(Call.post(path, body.json())), RunsToMove::moved);
        });
    }

    private static void moved(JsonNode execution, PrintWriter out, Style style) {
        String status = Column.textOf(execution.path("status"));
        out.println(Column.textOf(execution.path("execution_id")) + "  " + style.status(status, status));
    }
}
