package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/** Where a token goes when its stage has an outcome. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "edge")
public sealed interface Edge {
    /** Activates the stage. */
    @JsonTypeName("to")
    record To(String stage) implements Edge {}

    /** Arrives at the join, as the branch of that number, from 0 on. */
    @JsonTypeName("into")
    record Into(String join, int branch) implements Edge {}

    /** Ends the execution, completed. */
    @JsonTypeName("end")
    record End() implements Edge {}
}
