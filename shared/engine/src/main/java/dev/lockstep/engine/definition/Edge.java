package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/** Where a token goes when its stage has an outcome. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "edge")
public sealed interface Edge {
    /** Activates the task. */
    @JsonTypeName("to")
    record To(String stage) implements Edge {}

    /**
     * Arrives at the join, as the branch of that number, from 0 on.
     *
     * @param target the task that it leads to in the end, by way of one join or more; empty where that is an end
     */
    @JsonTypeName("into")
    record Into(String join, int branch, String target) implements Edge {}

    /** Ends a round of the loop. */
    @JsonTypeName("back")
    record Back(String loop) implements Edge {}

    /** Ends the execution, completed. */
    @JsonTypeName("end")
    record End() implements Edge {}

    /** The task that it leads to; empty for an end. */
    default String target() {
        return switch (this) {
            case To to -> to.stage();
            case Into into -> into.target();
            case Back back -> "";
            case End end -> "";
        };
    }
}
