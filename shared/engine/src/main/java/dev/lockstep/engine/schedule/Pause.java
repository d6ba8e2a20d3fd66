package dev.lockstep.engine.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * Why a schedule starts nothing for now.
 *
 * @param by the id of the key that asked for it; empty where the schedule paused itself
 */
public record Pause(Instant at, Optional<String> by, Optional<String> reason) {}
