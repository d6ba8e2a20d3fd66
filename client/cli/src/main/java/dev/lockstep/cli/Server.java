package dev.lockstep.cli;

import dev.lockstep.cli.text.JsonText;
import dev.lockstep.cli.text.Style;
import dev.lockstep.cli.text.Terminal;
import dev.lockstep.cli.text.View;
import dev.lockstep.client.Answer;
import dev.lockstep.client.Call;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.WorkflowClient;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What every command takes that talks to a server: which one, whose key, and whether JSON is wanted. */
public final class Server {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = "--url",
            paramLabel = "<url>",
            description = "The server; LOCKSTEP_URL, or http://127.0.0.1:3000, where left out.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = {"--api-key", "--key"},
            paramLabel = "<key>",
            description = "An API key; LOCKSTEP_API_KEY where left out, or for a server of this machine the one"
                    + " that ./lockstep up keeps in .lockstep.")
    private Optional<String> apiKey = Optional.empty();

    @Option(
            names = "--socket-url",
            paramLabel = "<url>",
            description = "Where to follow runs, if not at /live of the server; LOCKSTEP_SOCKET_URL where left out.")
    private Optional<URI> socket = Optional.empty();

    @Option(names = "--json", description = "Print JSON, as the server gives it, and nothing else.")
    private boolean json;

    /** What is done with a server. */
    @FunctionalInterface
    public interface Work {
        /** An exit code. */
        int with(WorkflowClient client) throws Exception;
    }

    /** The server that was named with the command itself; the environment has no say. */
    public Optional<URI> url() {
        return url;
    }

    public boolean wantsJson() {
        return json;
    }

    /** An exit code: the work's, or 1 where the server refused, could not be reached or took too long, which is told then. */
    public int call(Work work) throws Exception {
        return call(connection(), work);
    }

    /** As {@link #call(Work)}, with another server than the one that was named. */
    public int call(URI other, String otherKey, Work work) throws Exception {
        return call(new Connection(other, Optional.of(otherKey), Optional.empty()), work);
    }

    private int call(Connection connection, Work work) throws Exception {
        try (WorkflowClient client = connection.open()) {
            return work.with(client);
        } catch (LockstepException e) {
            connection.check(e);
            Faults.print(e, connection.url(), err());
            return 1;
        } catch (TimeoutException e) {
            err().println("lockstep: " + e.getMessage());
            return 1;
        }
    }

    /** Makes a call and shows what came of it. */
    int show(Call call, View view) throws Exception {
        return call(client -> {
            print(client.send(call), view);
            return 0;
        });
    }

    /** What is done about one of several. */
    @FunctionalInterface
    interface WorkOnOne {
        void with(WorkflowClient client, String id) throws Exception;
    }

    /** Does something about each, whatever becomes of the others. */
    int each(List<String> ids, WorkOnOne work) throws Exception {
        Connection connection = connection();
        int code = 0;
        try (WorkflowClient client = connection.open()) {
            for (String id : ids) {
                try {
                    work.with(client, id);
                } catch (LockstepException e) {
                    connection.check(e);
                    Faults.print(e, connection.url(), err());
                    code = 1;
                }
            }
        }
        return code;
    }

    /** Makes a call about each, and says what was done where the server says nothing worth showing. */
    int each(List<String> ids, Function<String, Call> calls, String done) throws Exception {
        return each(
                ids,
                (client, id) ->
                        print(client.send(calls.apply(id)), (json, out, style) -> out.println(id + " " + done)));
    }

    void print(Answer answer, View view) {
        print(answer.text().isEmpty() ? JsonText.read("") : json(answer), view);
    }

    void print(JsonNode answer, View view) {
        PrintWriter out = out();
        if (!json) {
            view.print(answer, out, style());
        } else if (!answer.isMissingNode()) {
            out.println(JsonText.pretty(answer));
        }
        out.flush();
    }

    /**
     * What the server says, with all digits.
     *
     * @throws LockstepException where it is no JSON object, as every answer of a Lockstep server is that says anything
     */
    public static ObjectNode json(Answer answer) {
        ObjectNode unused = answer.as(ObjectNode.class);
        return (ObjectNode) JsonText.read(answer.text());
    }

    Style style() {
        return Terminal.style();
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    private Connection connection() {
        return Connection.of(url, apiKey, socket, Environment.current());
    }
}
