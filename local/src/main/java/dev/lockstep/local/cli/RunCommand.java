package dev.lockstep.local.cli;

import dev.lockstep.cli.BadUsage;
import dev.lockstep.cli.Server;
import dev.lockstep.cli.Start;
import dev.lockstep.cli.definition.BadDefinition;
import dev.lockstep.cli.definition.DefinitionFile;
import dev.lockstep.cli.text.JsonText;
import dev.lockstep.cli.text.Terminal;
import dev.lockstep.client.WorkflowClient;
import dev.lockstep.local.run.ProgressView;
import dev.lockstep.local.run.WorkflowRun;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Runs one workflow once and shows how it goes. */
@Command(
        name = "run",
        description = {
            "Registers a definition, executes it, shows its tasks and prints its output.",
            "Given an id, starts a run of what a server has under it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Installation.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the execution completed",
            "1:it failed, was canceled or did not end in time, or the server could not be reached",
            "2:the definition, the input or the command is at fault"
        })
final class RunCommand implements Callable<Integer> {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final Pattern FILE = Pattern.compile("\\.(json|ya?ml)$", Pattern.CASE_INSENSITIVE);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "<workflow>",
            description = "A definition's file: .json, or YAML. Or the id of a workflow or a state machine, which a"
                    + " server has.")
    private Path workflow = Path.of("");

    @Option(
            names = "--input",
            paramLabel = "<json|@file|->",
            description = "The execution's input; - for standard input.")
    private Optional<String> input = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "<seconds>",
            description = "How long to wait for the end (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds = 300;

    /** With a file, the one named by {@code --url} instead of one in memory just for this run. */
    @Mixin
    private Server server = new Server();

    @ArgGroup(validate = false, heading = "%nOf a workflow that a server has:%n")
    private Start start = new Start();

    @Override
    public Integer call() throws Exception {
        Duration timeout = Duration.ofSeconds(timeoutSeconds);
        if (isId()) {
            return start.run(server, workflow.toString(), input, timeout);
        }
        if (start.isGiven()) {
            throw new BadUsage(workflow + " is a file, which is registered and run to its end: --input, --timeout,"
                    + " --url, --api-key and --json go with it, and nothing else");
        }
        JsonNode definition = DefinitionFile.read(workflow);
        JsonNode given = input.isEmpty() ? MissingNode.getInstance() : DefinitionFile.input(input.get());
        if (server.url().isPresent()) {
            return server.call(client -> run(client, definition, given, timeout));
        }
        try (LocalStack stack = StackOptions.of(Installation.template())
                .variables(System.getenv())
                .start()) {
            return server.call(stack.url(), stack.adminKey().text(), client -> run(client, definition, given, timeout));
        }
    }

    /** What is a file, or looks like one, is no id. */
    private boolean isId() {
        String name = workflow.toString();
        return !Files.exists(workflow)
                && ID.matcher(name).matches()
                && !FILE.matcher(name).find();
    }

    private int run(WorkflowClient client, JsonNode definition, JsonNode given, Duration timeout)
            throws InterruptedException, BadDefinition, TimeoutException {
        // What is piped is the output alone; the progress goes beside it.
        ProgressView progress = Terminal.isThere() && !server.wantsJson()
                ? ProgressView.live(System.out, Terminal.style())
                : ProgressView.lines(System.err);
        WorkflowRun.Result result = new WorkflowRun(client, progress).run(definition, given, timeout);
        if (server.wantsJson()) {
            print(result.execution());
        } else if (result.completed()) {
            print(result.output());
        }
        if (result.completed()) {
            return 0;
        }
        spec.commandLine()
                .getErr()
                .println("lockstep: the execution ended as " + result.status()
                        + (result.error().isEmpty() ? "" : ": " + result.error()));
        return 1;
    }

    private void print(JsonNode json) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json.isMissingNode() ? "null" : JsonText.pretty(json));
        out.flush();
    }
}
