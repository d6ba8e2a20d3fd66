package dev.lockstep.cli;

import dev.lockstep.client.Run;
import dev.lockstep.client.RunStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep watch}. */
@Command(
        name = "watch",
        description = "Follows a run to its end, and tells each change; with --json, the run after each, a line each.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the run completed",
            "1:it failed or was canceled, did not end in time, or could not be followed",
            "2:the command is at fault"
        })
final class WatchCommand implements Callable<Integer> {
    @Mixin
    private Server server = new Server();

    @Parameters(paramLabel = "<run>", description = "ex-…")
    private String run = "";

    @Option(
            names = "--timeout",
            paramLabel = "<seconds>",
            description = "How long to wait for the end; as long as it takes where left out.")
    private Optional<Long> timeout = Optional.empty();

    @Override
    public Integer call() throws Exception {
        return server.call(client -> {
            Progress progress = server.wantsJson()
                    ? new Progress.JsonLines(server.out())
                    : new Progress.Changes(server.out(), server.style(), new StepNames(client));
            Run end = new Watching(client, run, progress).follow(timeout.map(Duration::ofSeconds));
            return end.status() == RunStatus.COMPLETED ? 0 : 1;
        });
    }
}
