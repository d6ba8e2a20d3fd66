package dev.lockstep.engine.execution;

import java.time.Instant;
import java.util.Optional;

/** What a list tells of an execution. */
public record ExecutionSummary(
        ExecutionId id, ExecutionState.Name state, Instant createdAt, Optional<Instant> endedAt) {}
