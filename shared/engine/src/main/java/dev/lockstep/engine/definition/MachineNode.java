package dev.lockstep.engine.definition;

import java.util.List;
import java.util.Optional;

/** A node of a machine that is being built, with the names of those that it leads to. */
public sealed interface MachineNode {
    String id();

    /** Where it leads, with the transition that leads there, if one does. */
    List<Way> ways();

    /**
     * @param transition empty for what goes on by itself
     */
    record Way(Optional<String> transition, String target) {}

    /**
     * A state: waits, or works, or ends the execution.
     *
     * @param task without its place
     * @param whenDone the transition that it makes by itself when its work is done
     * @param whenFailed the one that it makes when its work has failed
     */
    record State(Stage.Task task, List<Way> ways, Optional<String> whenDone, Optional<String> whenFailed)
            implements MachineNode {
        public State {
            ways = List.copyOf(ways);
        }

        @Override
        public String id() {
            return task.id();
        }
    }

    /** Goes on in all of these at once. */
    record Fork(String id, List<String> branches) implements MachineNode {
        public Fork {
            branches = List.copyOf(branches);
        }

        @Override
        public List<Way> ways() {
            return branches.stream()
                    .map(branch -> new Way(Optional.empty(), branch))
                    .toList();
        }
    }

    /**
     * Where branches come together.
     *
     * @param any whether the first to arrive is enough; otherwise all must
     */
    record Join(String id, boolean any, String target) implements MachineNode {
        @Override
        public List<Way> ways() {
            return List.of(new Way(Optional.empty(), target));
        }
    }
}
