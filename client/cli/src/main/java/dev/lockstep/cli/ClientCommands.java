package dev.lockstep.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The commands that talk to a server. */
public final class ClientCommands {
    private static final String COMPLETION = "completion";

    private ClientCommands() {}

    /**
     * Puts them below a program of which they are a part.
     *
     * @param asked the command's name, if one is given. Where it tells which one it is, the others are left out: reading what all of
     *     them take is a good part of the time that one takes
     */
    public static CommandLine addTo(CommandLine program, String asked) {
        Map<String, Supplier<CommandLine>> commands = all();
        Supplier<CommandLine> command = commands.get(asked);
        if (command != null && !asked.equals(COMPLETION)) {
            add(program, asked, command);
        } else if (!program.getSubcommands().containsKey(asked)) {
            commands.forEach((name, each) -> add(program, name, each));
        }
        return program;
    }

    private static Map<String, Supplier<CommandLine>> all() {
        Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
        all.put("workflows", () -> new CommandLine(new WorkflowsCommand()));
        all.put("import", () -> new CommandLine(new ImportCommand()));
        all.put("runs", () -> new CommandLine(new RunsCommand()));
        all.put("watch", () -> new CommandLine(new WatchCommand()));
        for (Move move : Move.values()) {
            all.put(move.verb(), () -> MoveCommand.of(move));
        }
        all.put("rerun", () -> new CommandLine(new RerunCommand()));
        all.put("skip", () -> new CommandLine(new SkipCommand()));
        all.put("transition", () -> new CommandLine(new TransitionCommand()));
        all.put("keys", () -> new CommandLine(new KeysCommand()));
        all.put("webhooks", () -> new CommandLine(new WebhooksCommand()));
        all.put("schedules", () -> new CommandLine(new SchedulesCommand()));
        all.put(COMPLETION, () -> new CommandLine(new CompletionCommand()));
        return all;
    }

    private static void add(CommandLine program, String name, Supplier<CommandLine> command) {
        CommandLine made = command.get();
        explainThemselves(made);
        program.addSubcommand(name, made);
    }

    private static void explainThemselves(CommandLine command) {
        command.getCommandSpec().addOption(help());
        command.getSubcommands().values().forEach(ClientCommands::explainThemselves);
    }

    /** Alone: with picocli's own there would be one for the program's version, in the way of those for a workflow's. */
    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build();
    }
}
