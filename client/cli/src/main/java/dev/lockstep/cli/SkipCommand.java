package dev.lockstep.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep skip}. */
@Command(name = "skip", description = "Goes on without a step that has no outcome, now or once it is reached.")
final class SkipCommand implements Callable<Integer> {
    @Mixin
    private Server server = new Server();

    @Parameters(index = "0", paramLabel = "<run>", description = "ex-…")
    private String run = "";

    @Parameters(index = "1", paramLabel = "<step>", description = "The step's id, as 'lockstep runs show' has it.")
    private String step = "";

    @Option(names = "--reason", paramLabel = "<text>", description = RunsToMove.REASON)
    private Optional<String> reason = Optional.empty();

    @Override
    public Integer call() throws Exception {
        return RunsToMove.move(
                server, List.of(run), "skip", new Body().with("step", step).with("reason", reason));
    }
}
