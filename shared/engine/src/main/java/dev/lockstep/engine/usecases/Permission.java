package dev.lockstep.engine.usecases;

import java.util.List;
import java.util.Set;

/** What a call needs of the caller's key. */
public enum Permission {
    READ,
    /** To read executions: also for those who own states of them. */
    READ_EXECUTIONS,
    DEFINE,
    START,
    CONTROL,
    /** To make transitions. Which of them, the owners of the state tell. */
    TAKE_PART,
    WORK,
    ADMINISTER;

    /** The roles that have a meaning of their own; any other word only owns states. */
    private static final Set<String> OWN_MEANING = Set.of("admin", "developer", "operator", "viewer", "worker");

    /** The roles of which each gives the permission. */
    public List<String> roles() {
        return switch (this) {
            case READ, READ_EXECUTIONS -> List.of("admin", "developer", "operator", "viewer");
            case DEFINE -> List.of("admin", "developer");
            case START, CONTROL, TAKE_PART -> List.of("admin", "developer", "operator");
            case WORK -> List.of("admin", "worker");
            case ADMINISTER -> List.of("admin");
        };
    }

    public boolean isGivenBy(Set<String> held) {
        return roles().stream().anyMatch(held::contains)
                || (isForOwners() && held.stream().anyMatch(role -> !OWN_MEANING.contains(role)));
    }

    /** Whether any role gives it that owns states. */
    public boolean isForOwners() {
        return this == READ_EXECUTIONS || this == TAKE_PART;
    }
}
