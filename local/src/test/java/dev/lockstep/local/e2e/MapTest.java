package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.measure.CapacityCount;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A step for each of very many elements. */
class MapTest {
    private static final int ELEMENTS = 10_000;

    private final CapacityCount count = new CapacityCount();
    private final WritesByItem writes = new WritesByItem();

    @SuppressWarnings("NullAway.Init")
    private LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private Api api;

    @BeforeEach
    void start() {
        stack = StackOptions.of(Project.template())
                .wrapDynamoDb(client -> writes.on(count.on(client)))
                .start();
        api = Api.of(stack);
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void ten_thousand_elements_complete_and_no_item_is_written_often_and_a_branch_costs_little() {
        String workflow = api.register("""
                {"name": "map", "steps": [
                  {"id": "list", "type": "Json.Transform", "expression": "{\\"items\\": [1..%d]}"},
                  {"id": "work", "type": "Echo", "for_each": "${steps.list.output.items}"},
                  {"id": "last", "type": "Json.Transform", "expression": "{\\"count\\": $count(items), \\"last\\": items[-1].number}"}
                ]}""".formatted(ELEMENTS));
        count.reset();
        writes.reset();

        JsonNode ended = run(workflow);

        assertThat(ended.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(Json.write(ended.path("output")))
                .isEqualTo("{\"count\":%d,\"last\":%d}".formatted(ELEMENTS, ELEMENTS));
        assertThat(writes.of("S#last#0"))
                .as("what is behind the join is run once")
                .isOne();
        assertThat(writes.most()).as("writes of one item").isLessThanOrEqualTo(200);
        assertThat((count.of("write stage") + count.of("write execution")) / ELEMENTS)
                .as("write units a branch, all in")
                .isLessThanOrEqualTo(3.1);
    }

    /** A list of executions is read until it has ended: to read all its tasks again and again would take most of the time. */
    private JsonNode run(String workflow) {
        String execution = api.execute(workflow, "{}");
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> api.get("/workflows/" + workflow + "/executions")
                        .expect(200)
                        .json()
                        .path("executions")
                        .path(0)
                        .has("completed_at"));
        return api.execution(workflow, execution);
    }
}
