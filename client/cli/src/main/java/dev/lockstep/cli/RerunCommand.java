package dev.lockstep.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep rerun}. */
@Command(
        name = "rerun",
        description = "Runs a step, and all that comes after it, or the whole, anew in runs that have ended.")
final class RerunCommand implements Callable<Integer> {
    @Mixin
    private Server server = new Server();

    @Mixin
    private RunsToMove runs = new RunsToMove();

    @Option(names = "--from", paramLabel = "<step>", description = "The step's id.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--on-version",
            paramLabel = "<version>",
            description = "Instead of a step: all of them, on that version of the workflow.")
    private Optional<Integer> version = Optional.empty();

    @Option(
            names = "--iteration",
            paramLabel = "<iteration>",
            description = "Of a step within loops: the one to run anew, as 0.2 for the third round.")
    private Optional<String> iteration = Optional.empty();

    @Option(names = "--input", paramLabel = "<json|@file|->", description = "For the step, instead of what it had.")
    private Optional<String> input = Optional.empty();

    @Override
    public Integer call() throws Exception {
        if (from.isPresent() == version.isPresent()) {
            throw new BadUsage("rerun takes either --from or --on-version");
        }
        return runs.move(
                server,
                "rerun",
                new Body()
                        .with("from", from)
                        .withNumber("version", version)
                        .with("iteration", iteration)
                        .withInput("input", input));
    }
}
