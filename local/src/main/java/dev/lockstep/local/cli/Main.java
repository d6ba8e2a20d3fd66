package dev.lockstep.local.cli;

import dev.lockstep.local.PlainError;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of ./lockstep. */
@Command(
        name = "lockstep",
        description = "Runs the whole deployment on this machine: no cloud, no containers.",
        mixinStandardHelpOptions = true,
        versionProvider = Installation.class,
        subcommands = {
            UpCommand.class,
            RunCommand.class,
            InvokeCommand.class,
            NewKeyCommand.class,
            RehearseCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Not waited for: threads of the embedded servers need not end by themselves.
        System.exit(commandLine().execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler(Main::explain);
    }

    /** One line for what the user can mend, a stack trace for what is our fault. */
    private static int explain(Exception fault, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (fault instanceof PlainError) {
            err.println("lockstep: " + fault.getMessage());
        } else {
            fault.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
