package dev.lockstep.engine.expression;

import java.util.Set;

public record References(Set<String> steps, boolean input) {}
