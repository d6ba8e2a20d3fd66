package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.OnError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stage of a workflow that is being made up. */
final class Draft {
    /** What it is to be. */
    enum Kind {
        OPERATION,
        WAIT,
        CHOICE,
        MERGE,
        SET_VARIABLES,
        TERMINATE,
        AWAIT,
        WORKER,
        SUB_WORKFLOW,
        LOOP
    }

    final String id;
    Kind kind;
    final Optional<String> within;
    final List<String> after = new ArrayList<>();
    final List<String> failed = new ArrayList<>();
    boolean each;
    boolean wide;
    OnError onError = OnError.FAIL;
    Optional<String> undo = Optional.empty();

    Draft(String id, Kind kind, Optional<String> within) {
        this.id = id;
        this.kind = kind;
        this.within = within;
    }

    List<String> sources() {
        List<String> sources = new ArrayList<>(after);
        sources.addAll(failed);
        return sources;
    }

    /** Whether it can fail by itself, and so lead elsewhere then. */
    boolean mayFail() {
        return switch (kind) {
            case OPERATION, AWAIT, WORKER, SUB_WORKFLOW, LOOP -> true;
            case WAIT, CHOICE, MERGE, SET_VARIABLES, TERMINATE -> false;
        };
    }
}
