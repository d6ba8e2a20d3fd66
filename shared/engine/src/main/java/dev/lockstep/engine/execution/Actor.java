package dev.lockstep.engine.execution;

import java.util.Optional;

/**
 * Who did something from outside, and why.
 *
 * @param key the id of the API key, or what stood in for one
 */
public record Actor(String key, Optional<String> reason) {}
