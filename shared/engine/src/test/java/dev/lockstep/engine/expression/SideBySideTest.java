package dev.lockstep.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class SideBySideTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 500;
    private static final Scope SCOPE = Scope.of(Json.object().put("n", 3), Map.of(), Json.object());

    private static Template parse() {
        return Template.of(JsonNodeFactory.instance.stringNode("${$exists(input.n) ? $sum([input.n, 4]) : 0}"));
    }

    /** The library keeps state by thread, in what it parsed last on it: each thread parses some, and runs those of all. */
    @Test
    void expressions_that_are_parsed_and_run_side_by_side_know_nothing_of_each_other() throws Exception {
        AtomicReferenceArray<Template> shared = new AtomicReferenceArray<>(4);
        for (int i = 0; i < shared.length(); i++) {
            shared.set(i, parse());
        }

        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<Integer>>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random chance = new Random(i);
                all.add(threads.submit(() -> sums(shared, chance)));
            }
            for (Future<List<Integer>> sums : all) {
                assertThat(sums.get()).containsOnly(7);
            }
        }
    }

    private static List<Integer> sums(AtomicReferenceArray<Template> shared, Random chance) throws EvaluationException {
        List<Integer> sums = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            shared.set(chance.nextInt(shared.length()), parse());
            for (int i = 0; i < 10; i++) {
                JsonNode sum = shared.get(chance.nextInt(shared.length())).evaluate(SCOPE);
                sums.add(sum.intValue());
            }
        }
        return sums;
    }
}
