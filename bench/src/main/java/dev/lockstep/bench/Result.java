package dev.lockstep.bench;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a workload came to.
 *
 * @param stagesPerSecond with as many executions side by side as were asked for
 */
record Result(Workload workload, Cost cost, Latency latency, double stagesPerSecond) {
    static String table(List<Result> results) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%-8s %6s | %7s %7s %7s %7s %9s | %8s %8s %8s | %8s%n",
                "shape",
                "stages",
                "writes",
                "reads",
                "sends",
                "requests",
                "$/million",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "stages/s"));
        results.forEach(result -> table.append(result.row()));
        return table.toString();
    }

    private String row() {
        int stages = workload.stages();
        return String.format(
                Locale.ROOT,
                "%-8s %6d | %7.2f %7.2f %7.2f %8.2f %9.2f | %8d %8d %8d | %8.0f%n",
                workload.shape(),
                stages,
                cost.writeUnits() / stages,
                cost.readUnits() / stages,
                cost.sends() / stages,
                cost.sqsRequests() / stages,
                cost.dollars(stages),
                latency.millis(50),
                latency.millis(90),
                latency.millis(99),
                stagesPerSecond);
    }

    static ObjectNode json(List<Result> results) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode workloads = json.putArray("workloads");
        for (Result result : results) {
            int stages = result.workload.stages();
            workloads
                    .addObject()
                    .put("shape", result.workload.shape())
                    .put("stages", stages)
                    .put("write_units_per_stage", result.cost.writeUnits() / stages)
                    .put("read_units_per_stage", result.cost.readUnits() / stages)
                    .put("sends_per_stage", result.cost.sends() / stages)
                    .put("sqs_requests_per_stage", result.cost.sqsRequests() / stages)
                    .put("invocations_per_stage", result.cost.batches() / stages)
                    .put("dollars_per_million_stages", result.cost.dollars(stages))
                    .put("latency_p50_ms", result.latency.millis(50))
                    .put("latency_p90_ms", result.latency.millis(90))
                    .put("latency_p99_ms", result.latency.millis(99))
                    .put("stages_per_second", result.stagesPerSecond);
        }
        return json;
    }
}
