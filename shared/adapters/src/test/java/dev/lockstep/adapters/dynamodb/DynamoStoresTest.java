package dev.lockstep.adapters.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DynamoStoresTest extends DynamoContracts {
    DynamoStoresTest() {
        super(EmbeddedDynamoDb.CLIENT, EmbeddedDynamoDb.CLIENT);
    }

    @Test
    void where_no_answer_is_lost_exactly_one_of_many_arrivals_is_the_last() {
        StageRunStore runs = new DynamoStageRunStore(EmbeddedDynamoDb.CLIENT, table());
        ExecutionId id = new ExecutionId("ex-1");

        Stream<StageRunState.Gathering> seen = IntStream.range(0, 64)
                .parallel()
                .mapToObj(branch -> runs.arrive(id, StageRunKey.first("join:a"), Set.of(branch), Set.of()));

        assertThat(seen.map(StageRunState.Gathering::all)).containsOnlyOnce(64);
    }
}
