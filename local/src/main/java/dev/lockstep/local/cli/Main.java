package dev.lockstep.local.cli;

import dev.lockstep.cli.ClientCommands;
import dev.lockstep.cli.Faults;
import dev.lockstep.local.PlainError;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of ./lockstep. */
@Command(
        name = "lockstep",
        description = {
            "Runs the whole deployment on this machine, no cloud, no containers (up, run FILE, invoke, bench);",
            "and talks to a server, be it that one or a deployment's (all others)."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Installation.class,
        subcommands = {
            UpCommand.class,
            RunCommand.class,
            InvokeCommand.class,
            NewKeyCommand.class,
            BenchCommand.class,
            RehearseCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the server refused, failed or could not be reached; or what was waited for did not complete",
            "2:the command, or a file that it names, is at fault"
        },
        footer = {
            "",
            "LOCKSTEP_URL and LOCKSTEP_API_KEY name the server and the key; without them it is the server of this machine.",
            "'./lockstep COMMAND --help' tells more of a command, docs/command-line.md of all."
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Not waited for: threads of the embedded servers need not end by themselves.
        System.exit(execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
    }

    private static int execute(String... arguments) {
        return commandLine(arguments[0]).execute(arguments);
    }

    /** The program with all its commands. */
    public static CommandLine commandLine() {
        return commandLine("");
    }

    private static CommandLine commandLine(String asked) {
        return ClientCommands.addTo(new CommandLine(new Main()), asked)
                // After an at sign comes the name of an input's file, which is not one of arguments.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Faults::explainUsage)
                .setExecutionExceptionHandler(Main::explain);
    }

    /** One line for what the user can mend, a stack trace for what is our fault. */
    private static int explain(Exception fault, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (fault instanceof PlainError) {
            err.println("lockstep: " + fault.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        return Faults.explain(fault, command).orElseGet(() -> {
            fault.printStackTrace(err);
            return CommandLine.ExitCode.SOFTWARE;
        });
    }
}
