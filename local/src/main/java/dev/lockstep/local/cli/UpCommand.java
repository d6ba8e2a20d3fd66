package dev.lockstep.local.cli;

import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves until it is stopped. */
@Command(
        name = "up",
        description = "Serves the HTTP API until stopped (Ctrl-C).",
        mixinStandardHelpOptions = true,
        versionProvider = Installation.class)
final class UpCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "<port>", description = "Where to serve (default: ${DEFAULT-VALUE}).")
    private int port = 3000;

    @Option(
            names = "--parameter",
            paramLabel = "<name=value>",
            description = "A parameter of the template, such as AllowedPrivateHosts; repeat it for more.")
    private Map<String, String> parameters = new HashMap<>();

    @Option(
            names = "--open",
            description = "Take calls without a key from programs on this machine, as the admin's; not from browsers.")
    private boolean open;

    @ArgGroup
    private Storage storage = new Storage();

    /** One or the other. */
    static final class Storage {
        @Option(
                names = "--data",
                paramLabel = "<folder>",
                description = "Where data stays between two runs (default: ${DEFAULT-VALUE}).")
        private Path data = Path.of(".lockstep");

        @Option(names = "--memory", description = "Keep nothing.")
        private boolean memory;
    }

    @Override
    public Integer call() throws InterruptedException {
        StackOptions options = StackOptions.of(Installation.template())
                .port(port)
                .parameters(parameters)
                .variables(System.getenv());
        if (open) {
            options.open();
        }
        LocalStack stack = (storage.memory ? options : options.data(storage.data)).start();
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Lockstep " + Installation.version() + " serves at " + stack.url());
        out.println("  admin key  " + stack.adminKey().text());
        out.println("  data       "
                + (storage.memory ? "in memory" : storage.data.toAbsolutePath().normalize()));
        if (open) {
            out.println("  open       programs on this machine need no key");
        }
        out.println("Ctrl-C stops it.");
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }
}
