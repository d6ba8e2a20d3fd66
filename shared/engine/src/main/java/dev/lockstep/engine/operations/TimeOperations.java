package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.definition.Faults;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Operations that are about time. */
final class TimeOperations {
    private TimeOperations() {}

    static List<Operation> all() {
        return List.of(new Wait());
    }

    private record Wait() implements Operation {
        @Override
        public String type() {
            return "Wait";
        }

        @Override
        public String title() {
            return "Gives what it takes, later";
        }

        @Override
        public DataType takes() {
            return DataType.ANY;
        }

        @Override
        public DataType gives(DataType input) {
            return input;
        }

        @Override
        public List<ConfigField> config() {
            return Deadline.fields();
        }

        @Override
        public void check(ObjectNode config, String path, Faults faults) {
            Deadline.check(config, path, type(), faults);
        }

        @Override
        public Optional<Instant> notBefore(Call call, Instant reachedAt) throws OperationFailure {
            return Optional.of(Deadline.of(call.config(), reachedAt));
        }

        @Override
        public JsonNode run(Call call) {
            return call.input();
        }
    }
}
