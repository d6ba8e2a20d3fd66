package dev.lockstep.cli;

import dev.lockstep.cli.definition.BadDefinition;
import dev.lockstep.cli.text.Column;
import dev.lockstep.cli.text.Fields;
import dev.lockstep.cli.text.JsonText;
import dev.lockstep.cli.text.Style;
import dev.lockstep.client.Answer;
import dev.lockstep.client.Call;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Run;
import dev.lockstep.client.RunStatus;
import dev.lockstep.client.WorkflowClient;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Starts a run of a workflow that a server has, and waits for its end where that is wanted. */
public final class Start {
    @Option(names = "--wait", description = "Wait for the end, show how it goes, and print the output.")
    private boolean wait;

    @Option(
            names = "--workflow-version",
            paramLabel = "<n>",
            description = "Which version of the workflow; the latest where left out.")
    private Optional<Integer> version = Optional.empty();

    @Option(names = "--correlation-id", paramLabel = "<id>", description = "An id of your own, shown with the run.")
    private Optional<String> correlation = Optional.empty();

    @Option(names = "--priority", paramLabel = "<0-99>", description = "Shown with the run.")
    private Optional<Integer> priority = Optional.empty();

    @Option(names = "--webhook-url", paramLabel = "<url>", description = "Who is told how the run goes.")
    private Optional<String> webhook = Optional.empty();

    @Option(
            names = "--idempotency-key",
            paramLabel = "<key>",
            description = "What has been started with the same key within a day is not started again.")
    private Optional<String> idempotencyKey = Optional.empty();

    /**
     * An exit code.
     *
     * @param input as it was given with the command
     * @param limit how long to wait for the end
     */
    public int run(Server server, String workflow, Optional<String> input, Duration limit) throws Exception {
        Call call = call(workflow, input);
        return server.call(client -> {
            Answer started = start(server, client, workflow, call);
            if (!wait) {
                server.print(started, Fields.of(Column.at("run", "/execution_id")));
                return 0;
            }
            return await(
                    server,
                    client,
                    workflow,
                    started.json().path("execution_id").asString(""),
                    limit);
        });
    }

    /** Whether anything was asked for that goes with a workflow which a server has. */
    public boolean isGiven() {
        return wait
                || Stream.of(version, correlation, priority, webhook, idempotencyKey)
                        .anyMatch(Optional::isPresent);
    }

    private static Answer start(Server server, WorkflowClient client, String workflow, Call call)
            throws InterruptedException {
        try {
            return client.send(call);
        } catch (LockstepException e) {
            if (e.status().orElse(0) == HttpURLConnection.HTTP_NOT_FOUND) {
                server.err().println("lockstep: there is no file " + workflow + " here, and no such workflow there");
            }
            throw e;
        }
    }

    private Call call(String workflow, Optional<String> input) throws BadDefinition {
        Body body = new Body()
                .withInput("input", input)
                .withNumber("version", version)
                .with("correlation_id", correlation)
                .withNumber("priority", priority)
                .with("webhook_url", webhook);
        Call call = Call.post(Paths.workflow(workflow) + "/execute", body.json());
        return idempotencyKey.map(call::keyed).orElse(call);
    }

    private static int await(Server server, WorkflowClient client, String workflow, String id, Duration limit)
            throws InterruptedException, TimeoutException {
        // What is piped is the output alone; the progress goes beside it.
        Progress progress = new Progress.Changes(server.err(), Style.PLAIN, new StepNames(client));
        Run end = new Watching(client, id, progress).follow(Optional.of(limit));
        JsonNode execution = Server.json(client.send(Call.get(Paths.execution(workflow, id))));
        boolean completed = end.status() == RunStatus.COMPLETED;
        if (server.wantsJson() || completed) {
            server.print(execution, (json, out, style) -> out.println(JsonText.pretty(json.path("output"))));
        }
        return completed ? 0 : 1;
    }
}
