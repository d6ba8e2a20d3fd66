package dev.lockstep.local.cli;

import dev.lockstep.local.PlainError;
import picocli.CommandLine.Command;

/** Stands in the list of commands for the benchmark, which the launcher starts as a program of its own. */
@Command(
        name = "bench",
        description = "Counts what executions cost, and measures how fast they go on this machine.",
        mixinStandardHelpOptions = true,
        versionProvider = Installation.class)
final class BenchCommand implements Runnable {
    @Override
    public void run() {
        throw new PlainError("The benchmark is started by ./lockstep bench.");
    }
}
