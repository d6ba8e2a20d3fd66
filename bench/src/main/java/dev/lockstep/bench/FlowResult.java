package dev.lockstep.bench;

import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What many executions of a workload came to, so many of them in flight at any time.
 *
 * @param path what all of them took together, without starting and finishing
 * @param whole what all of them took together
 */
record FlowResult(
        Workload workload, int inFlight, int executions, Cost path, Cost whole, Latency latency, Usage usage) {
    String table() {
        return String.format(
                Locale.ROOT,
                """
                %s of %d, %d in flight, %d executions
                  %.0f stages/s, %.2f CPU seconds for 1,000 stages (the whole process: functions, servers and this benchmark)
                  %d ms p50, %d ms p90, %d ms p99 from the start of an execution to its end
                  %.2f writes, %.2f reads, %.2f SQS requests, %.2f invocations a stage; with start and finish %.2f writes, %.2f reads
                  $%.2f for a million stages, $%.2f with start and finish
                """,
                workload.shape(),
                workload.stages(),
                inFlight,
                executions,
                stagesPerSecond(),
                cpuSecondsPerThousand(),
                latency.millis(50),
                latency.millis(90),
                latency.millis(99),
                path.writeUnits() / stages(),
                path.readUnits() / stages(),
                path.sqsRequests() / stages(),
                path.batches() / stages(),
                whole.writeUnits() / stages(),
                whole.readUnits() / stages(),
                path.dollars(stages()),
                whole.dollars(stages()));
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("shape", workload.shape())
                .put("stages", workload.stages())
                .put("in_flight", inFlight)
                .put("executions", executions)
                .put("stages_per_second", stagesPerSecond())
                .put("cpu_seconds_per_thousand_stages", cpuSecondsPerThousand())
                .put("latency_p50_ms", latency.millis(50))
                .put("latency_p90_ms", latency.millis(90))
                .put("latency_p99_ms", latency.millis(99))
                .put("write_units_per_stage", path.writeUnits() / stages())
                .put("read_units_per_stage", path.readUnits() / stages())
                .put("sqs_requests_per_stage", path.sqsRequests() / stages())
                .put("invocations_per_stage", path.batches() / stages())
                .put("write_units_per_stage_with_start_and_finish", whole.writeUnits() / stages())
                .put("read_units_per_stage_with_start_and_finish", whole.readUnits() / stages())
                .put("dollars_per_million_stages", path.dollars(stages()))
                .put("dollars_per_million_stages_with_start_and_finish", whole.dollars(stages()));
    }

    private int stages() {
        return workload.stages() * executions;
    }

    private double stagesPerSecond() {
        return stages() / usage.seconds();
    }

    private double cpuSecondsPerThousand() {
        return usage.cpuSeconds() * 1_000 / stages();
    }
}
