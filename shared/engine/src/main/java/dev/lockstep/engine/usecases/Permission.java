package dev.lockstep.engine.usecases;

import java.util.List;
import java.util.Set;

/** What a call needs of the caller's key. */
public enum Permission {
    READ,
    DEFINE,
    START,
    CONTROL,
    WORK,
    ADMINISTER;

    /** The roles of which each gives the permission. */
    public List<String> roles() {
        return switch (this) {
            case READ -> List.of("admin", "developer", "operator", "viewer");
            case DEFINE -> List.of("admin", "developer");
            case START, CONTROL -> List.of("admin", "developer", "operator");
            case WORK -> List.of("admin", "worker");
            case ADMINISTER -> List.of("admin");
        };
    }

    public boolean isGivenBy(Set<String> held) {
        return roles().stream().anyMatch(held::contains);
    }
}
