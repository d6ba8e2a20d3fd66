package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Config;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A node of the plan. A stage is activated by each token that reaches it; only a {@link Join} gathers tokens. To add a kind,
 * add its record here and follow the compile errors.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface Stage {
    String id();

    List<Edge> next();

    /**
     * Runs an operation.
     *
     * @param type the operation's type in the catalogue
     * @param when skips the stage where it does not hold
     * @param timeoutSeconds how long one attempt may take
     */
    @JsonTypeName("operation")
    record Operation(
            String id,
            String type,
            StageInput input,
            Config config,
            Optional<Template> when,
            RetryPolicy retry,
            int timeoutSeconds,
            List<Edge> next)
            implements Stage {

        /** This stage, with its edges. */
        public Operation withNext(List<Edge> edges) {
            return new Operation(id, type, input, config, when, retry, timeoutSeconds, edges);
        }

        /** The stages whose outputs this one reads, in a stable order: all that a step needs beside the execution itself. */
        public Set<String> reads() {
            Set<String> reads = new LinkedHashSet<>(input.reads());
            when.ifPresent(condition -> reads.addAll(condition.references().steps()));
            reads.addAll(config.references().steps());
            return reads;
        }
    }

    /**
     * Lets one token through when all branches have arrived.
     *
     * @param branches how many; their numbers are below it
     */
    @JsonTypeName("join")
    record Join(String id, int branches, List<Edge> next) implements Stage {}
}
