package dev.lockstep.dialects.machine;

/** What a definition is written in. */
public enum Format {
    JSON,
    YAML
}
