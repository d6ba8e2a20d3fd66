package dev.lockstep.engine.definition;

import java.util.List;
import java.util.stream.Stream;

/**
 * A task of a plan that is being built.
 *
 * @param after the tasks before it
 * @param failed the tasks whose failure leads here
 */
record PlanNode(Stage.Task task, List<String> after, List<String> failed) {
    String id() {
        return task.id();
    }

    Stream<String> sources() {
        return Stream.concat(after.stream(), failed.stream());
    }
}
