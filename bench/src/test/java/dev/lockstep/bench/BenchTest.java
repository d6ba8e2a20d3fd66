package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BenchTest {
    private static final Path TEMPLATE = Path.of("..", "template.yaml");

    @Test
    void the_cost_of_a_stage_does_not_grow_with_their_number() throws Exception {
        try (Bench bench = new Bench(TEMPLATE)) {
            Cost ten = bench.run(Workload.chain(10), 1, 1).cost();
            Cost fifty = bench.run(Workload.chain(50), 1, 1).cost();

            assertThat(ten.writeUnits()).isEqualTo(10 + 7);
            assertThat(fifty.writeUnits()).isEqualTo(50 + 7);
            assertThat(fifty.readUnits()).isLessThanOrEqualTo(100);
            assertThat(fifty.sends()).isEqualTo(50);
            assertThat(fifty.batches()).as("a chain's steps come one by one").isEqualTo(50);
            assertThat(fifty.sqsRequests()).as("send, receive, delete").isEqualTo(150);
            assertThat(fifty.dollars(50)).isLessThan(ten.dollars(10));
        }
    }

    @Test
    void a_fan_out_pays_one_write_more_for_each_branch() throws Exception {
        try (Bench bench = new Bench(TEMPLATE)) {
            Cost cost = bench.run(Workload.fanOut(22), 1, 1).cost();

            assertThat(cost.writeUnits()).isEqualTo(22 + 20 + 7);
            assertThat(cost.sends()).isEqualTo(22);
        }
    }

    @Test
    void of_chains_in_flight_the_stages_are_told_from_start_and_finish() throws Exception {
        try (Bench bench = new Bench(TEMPLATE)) {
            FlowResult flow = bench.flow(Workload.chain(3), 4, 4, 8);

            assertThat(flow.path().writeUnits()).isEqualTo(3 * 8);
            assertThat(flow.whole().writeUnits()).isEqualTo((3 + 7) * 8);
            assertThat(flow.path().sends()).isEqualTo(3 * 8);
            assertThat(flow.path().dollars(3 * 8)).isLessThan(flow.whole().dollars(3 * 8));
            assertThat(flow.latency().sorted()).hasSize(8);
            assertThat(flow.usage().seconds()).isPositive();
            assertThat(flow.usage().cpuSeconds()).isPositive();
        }
    }

    @Test
    void chains_in_flight_are_told_for_each_stage() {
        Cost path = new Cost(1_000, 1_900, 1_000, 600, 200);
        Cost whole = new Cost(1_700, 2_000, 1_000, 600, 200);
        FlowResult flow = new FlowResult(
                Workload.chain(10), 32, 100, path, whole, Latency.of(List.of(Duration.ofMillis(42))), new Usage(2, 3));

        assertThat(flow.table())
                .contains("32 in flight", "500 stages/s", "3.00 CPU seconds", "42 ms p50", "$1.14 for", "$1.59 with");
        assertThat(flow.json().path("stages_per_second").asDouble()).isEqualTo(500);
        assertThat(flow.json().path("cpu_seconds_per_thousand_stages").asDouble())
                .isEqualTo(3);
        assertThat(flow.json().path("sqs_requests_per_stage").asDouble()).isEqualTo(0.6);
    }

    @Test
    void percentiles_are_of_what_was_measured() {
        Latency latency = Latency.of(
                IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList());

        assertThat(List.of(latency.millis(50), latency.millis(90), latency.millis(99)))
                .containsExactly(50L, 90L, 99L);
    }

    @Test
    void the_table_has_a_row_for_each_workload() {
        Result result = new Result(
                Workload.chain(10), new Cost(17, 19, 10, 30, 10), Latency.of(List.of(Duration.ofMillis(42))), 123);

        assertThat(Result.table(List.of(result)).lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("chain", "42", "123");
        assertThat(Result.json(List.of(result)).path("workloads").size()).isEqualTo(1);
    }
}
