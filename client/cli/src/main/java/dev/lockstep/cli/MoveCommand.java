package dev.lockstep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockstep cancel}, {@code pause}, {@code resume} and {@code retry}. */
@Command
final class MoveCommand implements Callable<Integer> {
    private final Move move;

    @Mixin
    private Server server = new Server();

    @Mixin
    private RunsToMove runs = new RunsToMove();

    private MoveCommand(Move move) {
        this.move = move;
    }

    static CommandLine of(Move move) {
        CommandLine command = new CommandLine(new MoveCommand(move)).setCommandName(move.verb());
        command.getCommandSpec().usageMessage().description(move.description());
        return command;
    }

    @Override
    public Integer call() throws Exception {
        return runs.move(server, move.verb(), new Body());
    }
}
