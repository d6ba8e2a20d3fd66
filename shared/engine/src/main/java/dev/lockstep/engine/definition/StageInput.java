package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.lockstep.engine.expression.Template;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Where a stage's input comes from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "from")
public sealed interface StageInput {
    /** The stages whose outputs it is made of. */
    Set<String> reads();

    /** The input of the execution. */
    @JsonTypeName("execution")
    record OfExecution() implements StageInput {
        @Override
        public Set<String> reads() {
            return Set.of();
        }
    }

    /** The output of the one stage before it, as it is. */
    @JsonTypeName("stage")
    record OutputOf(String stage) implements StageInput {
        @Override
        public Set<String> reads() {
            return Set.of(stage);
        }
    }

    /** The outputs of the several stages before it, as an object by stage id. */
    @JsonTypeName("stages")
    record OutputsOf(List<String> stages) implements StageInput {
        @Override
        public Set<String> reads() {
            return new java.util.LinkedHashSet<>(stages);
        }
    }

    /** Data of its own, with or without expressions. */
    @JsonTypeName("own")
    record Own(Template data) implements StageInput {
        /** Reads a stored one. Its data may be a null, which to the mapper would be no template at all. */
        @JsonCreator
        static Own of(@JsonProperty("data") JsonNode data) {
            return new Own(Template.of(data));
        }

        @Override
        public Set<String> reads() {
            return data.references().steps();
        }
    }
}
