package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.lockstep.engine.expression.Template;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Where a stage's input comes from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "from")
public sealed interface StageInput {
    /** The stages whose outputs it is made of. */
    default Set<String> reads() {
        return switch (this) {
            case OfExecution of -> Set.of();
            case OfItem of -> Set.of();
            case OfLoop of -> Set.of(of.loop());
            case OutputOf of -> Set.of(of.stage());
            case OutputsOf of -> new LinkedHashSet<>(of.stages());
            case Own own -> own.data().references().steps();
        };
    }

    /** What it comes to, where the plan alone tells. */
    default Optional<JsonNode> literal() {
        return this instanceof Own own ? own.data().literal() : Optional.empty();
    }

    /** The input of the execution. */
    @JsonTypeName("execution")
    record OfExecution() implements StageInput {}

    /** The element that the stage is run for. */
    @JsonTypeName("item")
    record OfItem() implements StageInput {}

    /** What goes into the round of the loop around it: the loop's own input first, then what the round before gave. */
    @JsonTypeName("loop")
    record OfLoop(String loop) implements StageInput {}

    /** The output of the one stage before it, as it is. */
    @JsonTypeName("stage")
    record OutputOf(String stage) implements StageInput {}

    /** The outputs of the several stages before it, as far as they gave any, as an object by stage id. */
    @JsonTypeName("stages")
    record OutputsOf(List<String> stages) implements StageInput {}

    /** Data of its own, with or without expressions. */
    @JsonTypeName("own")
    record Own(Template data) implements StageInput {
        /** Reads a stored one. Its data may be a null, which to the mapper would be no template at all. */
        @JsonCreator
        static Own of(@JsonProperty("data") JsonNode data) {
            return new Own(Template.of(data));
        }
    }
}
