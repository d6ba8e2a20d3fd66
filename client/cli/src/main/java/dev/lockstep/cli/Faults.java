package dev.lockstep.cli;

import dev.lockstep.cli.definition.BadDefinition;
import dev.lockstep.cli.text.Terminal;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Problem;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Tells what went wrong, on standard error. */
public final class Faults {
    /** Whoever mistypes an option has the key that follows it quoted. */
    private static final Pattern KEY = Pattern.compile("lk_[A-Za-z0-9_-]+");

    private Faults() {}

    /** What a command was given that is not right, as an exit code; empty where the fault is nothing of the kind. */
    public static Optional<Integer> explain(Exception fault, CommandLine command) {
        PrintWriter err = command.getErr();
        switch (fault) {
            case BadUsage usage -> err.println("lockstep: " + text(usage.getMessage()));
            case BadDefinition bad -> {
                err.println("lockstep: " + text(bad.getMessage()));
                bad.faults().forEach(each -> err.println("  " + text(each)));
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(CommandLine.ExitCode.USAGE);
    }

    /** What the command line itself is at fault with; picocli's own words, without keys. */
    public static int explainUsage(CommandLine.ParameterException fault, String[] arguments) {
        CommandLine command = fault.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("lockstep: " + text(fault.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(fault, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    /** A call that the server refused or did not answer. */
    static void print(LockstepException fault, URI server, PrintWriter err) {
        if (fault.status().isEmpty()) {
            err.println("lockstep: " + server + ": " + text(fault.getMessage()));
            return;
        }
        if (fault.problem().isEmpty()) {
            err.println("lockstep: " + text(fault.getMessage()));
            return;
        }
        Problem problem = fault.problem().get();
        err.println(text("lockstep: " + fault.status().getAsInt()
                + problem.title().map(title -> " " + title).orElse("")
                + problem.detail().map(detail -> ": " + detail).orElse("")));
        problem.errors().forEach(each -> err.println(text("  " + where(each) + each.message())));
    }

    private static String where(Problem.Fault fault) {
        String line = fault.line().isPresent() ? " (line " + fault.line().getAsInt() + ")" : "";
        return fault.path().isEmpty() && line.isEmpty() ? "" : (fault.path() + line).strip() + ": ";
    }

    private static String text(@Nullable String message) {
        return KEY.matcher(Terminal.printable(String.valueOf(message))).replaceAll("lk_…");
    }
}
