package dev.lockstep.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./lockstep bench}. */
@Command(
        name = "lockstep bench",
        description = "Counts what executions cost, and measures how fast they go on the local runtime.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    @Option(names = "--stages", split = ",", description = "The sizes (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes = List.of(10, 100, 1_000);

    @Option(names = "--rounds", description = "Executions for the latency (default: ${DEFAULT-VALUE}).")
    private int rounds = 10;

    @Option(names = "--side-by-side", description = "Executions for the throughput (default: ${DEFAULT-VALUE}).")
    private int sideBySide = 20;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    /** Runs, prints, and exits. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintStream progress = System.err;
        List<Result> results = new ArrayList<>();
        try (Bench bench = new Bench(Path.of(System.getProperty("lockstep.home", "."), "template.yaml"))) {
            for (int stages : sizes) {
                for (Workload workload : List.of(Workload.chain(stages), Workload.fanOut(Math.max(3, stages)))) {
                    progress.println("running " + workload.shape() + " of " + workload.stages() + " …");
                    // What takes long is measured less often.
                    int scale = Math.max(1, stages / 100);
                    results.add(bench.run(workload, Math.max(3, rounds / scale), Math.max(2, sideBySide / scale)));
                }
            }
        }
        System.out.print(json ? Result.json(results).toPrettyString() + System.lineSeparator() : Result.table(results));
        return 0;
    }
}
