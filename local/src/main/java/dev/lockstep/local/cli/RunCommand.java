package dev.lockstep.local.cli;

import dev.lockstep.local.run.BadDefinition;
import dev.lockstep.local.run.DefinitionFile;
import dev.lockstep.local.run.ProgressView;
import dev.lockstep.local.run.WorkflowRun;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Runs one workflow once and shows how it goes. */
@Command(
        name = "run",
        description = "Registers a definition, executes it, shows its tasks and prints its output.",
        mixinStandardHelpOptions = true,
        versionProvider = Installation.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the execution completed",
            "1:it failed, was cancelled or did not end in time",
            "2:the definition, the input or the command is at fault"
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "<definition>", description = "A file: .json, or YAML.")
    private Path definition = Path.of("");

    @Option(names = "--input", paramLabel = "<json|@file>", description = "The execution's input.")
    private @Nullable String input;

    @Option(
            names = "--timeout",
            paramLabel = "<seconds>",
            description = "How long to wait for the end (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds = 300;

    @ArgGroup(exclusive = false)
    private @Nullable Server server;

    /** A server elsewhere, instead of one in memory just for this run. */
    static final class Server {
        @Option(names = "--url", paramLabel = "<url>", required = true, description = "A server that runs already.")
        private URI url = URI.create("");

        @Option(names = "--key", paramLabel = "<key>", required = true, description = "An API key of that server.")
        private String key = "";
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            JsonNode workflow = DefinitionFile.read(definition);
            JsonNode given = input == null ? MissingNode.getInstance() : DefinitionFile.input(input);
            if (server != null) {
                return run(server.url, server.key, workflow, given);
            }
            try (LocalStack stack = StackOptions.of(Installation.template())
                    .variables(System.getenv())
                    .start()) {
                return run(stack.url(), stack.adminKey().text(), workflow, given);
            }
        } catch (BadDefinition e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("lockstep: " + e.getMessage());
            e.faults().forEach(fault -> err.println("  " + fault));
            return CommandLine.ExitCode.USAGE;
        }
    }

    private int run(URI url, String key, JsonNode workflow, JsonNode given) throws InterruptedException, BadDefinition {
        PrintWriter err = spec.commandLine().getErr();
        // What is piped is the output alone; the progress goes beside it.
        ProgressView progress = onTerminal() ? ProgressView.live(System.out) : ProgressView.lines(System.err);
        try (WorkflowRun run = new WorkflowRun(url, key, progress)) {
            WorkflowRun.Result result = run.run(workflow, given, Duration.ofSeconds(timeoutSeconds));
            if (result.completed()) {
                PrintWriter out = spec.commandLine().getOut();
                out.println(
                        result.output().isMissingNode()
                                ? "null"
                                : result.output().toPrettyString());
                out.flush();
                return 0;
            }
            err.println("lockstep: the execution ended as " + result.status()
                    + (result.error().isEmpty() ? "" : ": " + result.error()));
        } catch (IOException e) {
            err.println("lockstep: " + url + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
        return 1;
    }

    @SuppressWarnings("SystemConsoleNull") // Before Java 22 it is null where there is no terminal.
    private static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there is a console without a terminal too.
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
