package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Stage;
import java.util.List;

/**
 * A stage as its definition has it: no joins, only what comes before it.
 *
 * @param after the stages that it follows
 * @param failed the stages whose failure leads to it
 */
record Node(Stage.Task task, List<String> after, List<String> failed) {
    String id() {
        return task.id();
    }

    int sources() {
        return after.size() + failed.size();
    }
}
