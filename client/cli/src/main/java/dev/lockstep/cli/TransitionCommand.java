package dev.lockstep.cli;

import dev.lockstep.client.Call;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep transition}. */
@Command(name = "transition", description = "Makes a transition of a state machine, and shows where it stands then.")
final class TransitionCommand implements Callable<Integer> {
    @Mixin
    private Server server = new Server();

    @Parameters(index = "0", paramLabel = "<run>", description = "ex-…")
    private String run = "";

    @Parameters(
            index = "1",
            paramLabel = "<transition>",
            description = "One that is available, as 'lockstep runs show' has them.")
    private String transition = "";

    @Option(
            names = "--state",
            paramLabel = "<state>",
            description = "Which is meant, where several have a transition of that name.")
    private Optional<String> state = Optional.empty();

    @Option(names = "--input", paramLabel = "<json|@file|->", description = "What the transition takes.")
    private Optional<String> input = Optional.empty();

    @Option(names = "--comment", paramLabel = "<text>", description = RunsToMove.REASON)
    private Optional<String> comment = Optional.empty();

    @Override
    public Integer call() throws Exception {
        Body body = new Body()
                .with("transitionId", transition)
                .with("state", state)
                .withInput("input", input)
                .with("comment", comment);
        return server.show(Call.post(Paths.machineExecution(run) + "/transitions", body.json()), RunsCommand.MACHINE);
    }
}
