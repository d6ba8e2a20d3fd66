package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Lays out the elements of a list and the places where they arrive, before any of them runs. */
record ListLayout(StageRunStore runs) {
    /** To lay out the same list again is the same as once. */
    void layOut(Turn turn, List<JsonNode> items) {
        Iterations iterations = turn.iterations();
        Iteration all = turn.key().iteration();
        String task = turn.task().id();
        int total = items.size();
        for (int from = 0; from < total; from += Stage.Items.PART) {
            List<JsonNode> part = items.subList(from, Math.min(from + Stage.Items.PART, total));
            open(turn, iterations.items(task, all.at(from)), new StageRunState.Elements(part, total));
        }
        StageRunKey gather = iterations.beside(Plan.gather(task), all);
        int groups = Math.ceilDiv(total, Stage.Gather.WIDTH);
        if (groups == 1) {
            open(turn, gather, expecting(total));
            return;
        }
        for (int group = 0; group < groups; group++) {
            int size = Math.min(Stage.Gather.WIDTH, total - group * Stage.Gather.WIDTH);
            open(turn, gather.at(group), expecting(size));
        }
        open(turn, gather, expecting(groups));
    }

    private static StageRunState expecting(int branches) {
        return new StageRunState.Gathering(Set.of(), Set.of(), OptionalInt.of(branches));
    }

    /** One that is there already is the same: what the list comes to does not change. */
    private void open(Turn turn, StageRunKey key, StageRunState state) {
        runs.write(turn.execution().id(), new StageRun(key, 1, state));
    }
}
