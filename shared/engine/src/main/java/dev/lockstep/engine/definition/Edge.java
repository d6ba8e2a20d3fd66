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

    /** Enters the state, or the fork, of a machine as the next visit beside the one that is left. */
    @JsonTypeName("enter")
    record Enter(String state) implements Edge {}

    /** Arrives at a join of the innermost fork that the token is in, as its branch. */
    @JsonTypeName("arrive")
    record Arrive(String join) implements Edge {}

    /**
     * Leaves a fork, whose other branches end thereby.
     *
     * @param fork the outermost that is left
     * @param then where to go from beside that fork
     */
    @JsonTypeName("leave")
    record Leave(String fork, Edge then) implements Edge {}

    /** The task that it leads to; empty for an end, and for a join of a machine. */
    default String target() {
        return switch (this) {
            case To to -> to.stage();
            case Into into -> into.target();
            case Back back -> "";
            case End end -> "";
            case Enter enter -> enter.state();
            case Arrive arrive -> "";
            case Leave leave -> leave.then().target();
        };
    }
}
