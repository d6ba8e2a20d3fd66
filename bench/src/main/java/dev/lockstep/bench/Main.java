package dev.lockstep.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./lockstep bench}. */
@Command(
        name = "lockstep bench",
        description = "Counts what executions cost, and measures how fast they go on the local runtime.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    @Option(names = "--stages", split = ",", description = "The sizes (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes = List.of(10, 100, 1_000, 10_000);

    @Option(names = "--rounds", description = "Executions for the latency (default: ${DEFAULT-VALUE}).")
    private int rounds = 10;

    @Option(names = "--side-by-side", description = "Executions for the throughput (default: ${DEFAULT-VALUE}).")
    private int sideBySide = 20;

    @Option(names = "--in-flight", description = "Chains of 10 in flight at any time (default: ${DEFAULT-VALUE}).")
    private int inFlight = 32;

    @Option(names = "--executions", description = "Chains of 10 measured (default: ${DEFAULT-VALUE}).")
    private int executions = 500;

    @Option(
            names = "--warm-up",
            description = "Chains of 10 before those that are measured (default: ${DEFAULT-VALUE}).")
    private int warmUp = 2_000;

    @Option(names = "--only-in-flight", description = "Runs the chains in flight alone.")
    private boolean onlyInFlight;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    /** Runs, prints, and exits. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintStream progress = System.err;
        try (Bench bench = new Bench(Path.of(System.getProperty("lockstep.home", "."), "template.yaml"))) {
            List<Result> results = onlyInFlight ? List.of() : oneByOne(bench, progress);
            progress.println("running chain of 10, " + inFlight + " in flight …");
            FlowResult flow = bench.flow(Workload.chain(10), inFlight, warmUp, executions);
            System.out.print(json ? json(results, flow) : table(results, flow));
        }
        return 0;
    }

    private List<Result> oneByOne(Bench bench, PrintStream progress) throws IOException, InterruptedException {
        List<Result> results = new ArrayList<>();
        for (int stages : sizes) {
            for (Workload workload : List.of(
                    Workload.chain(stages), Workload.fanOut(Math.max(3, stages)), Workload.map(Math.max(3, stages)))) {
                progress.println("running " + workload.shape() + " of " + workload.stages() + " …");
                // What takes long is measured less often.
                int scale = Math.max(1, stages / 100);
                int least = stages > 1_000 ? 1 : 3;
                results.add(
                        bench.run(workload, Math.max(least, rounds / scale), Math.max(least - 1, sideBySide / scale)));
            }
        }
        return results;
    }

    private static String table(List<Result> results, FlowResult flow) {
        return results.isEmpty() ? flow.table() : Result.table(results) + System.lineSeparator() + flow.table();
    }

    private static String json(List<Result> results, FlowResult flow) {
        ObjectNode json = Result.json(results);
        json.set("in_flight", flow.json());
        return json.toPrettyString() + System.lineSeparator();
    }
}
