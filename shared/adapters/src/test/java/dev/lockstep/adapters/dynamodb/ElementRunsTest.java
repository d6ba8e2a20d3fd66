package dev.lockstep.adapters.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.DataBudget;
import dev.lockstep.engine.ports.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementRunsTest {
    private static final int COUNT = 40;

    private static StageRun run(int number) {
        return new StageRun(
                StageRunKey.first("s").at(number), 1, new StageRunState.Skipped(Samples.NOW, Samples.text("x")));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 5, 17, 60, 200, Long.MAX_VALUE})
    void in_whatever_order_runs_come_as_much_data_is_kept_as_of_those_in_order(long bytes) {
        Random random = new Random(bytes);
        for (int i = 0; i < 200; i++) {
            List<Long> sizes = IntStream.range(0, COUNT)
                    .mapToObj(number -> (long) random.nextInt(1, 9))
                    .toList();
            DataBudget budget = new DataBudget(bytes);
            List<StageRun> expected = IntStream.range(0, COUNT)
                    .mapToObj(number -> budget.takes(sizes.get(number))
                            ? run(number)
                            : run(number).withoutData())
                    .toList();
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, COUNT).boxed().toList());
            Collections.shuffle(order, random);

            ElementRuns runs = new ElementRuns(bytes);
            order.forEach(number -> runs.add(run(number), sizes.get(number)));

            assertThat(runs.inOrder()).isEqualTo(expected);
        }
    }
}
