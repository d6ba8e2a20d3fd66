package dev.lockstep.engine.live;

import dev.lockstep.engine.definition.Workspace;
import java.time.Instant;

/**
 * A connection that somebody has open.
 *
 * @param id as the gateway calls it
 * @param expiresAt when it is over at the latest, and all that is recorded of it
 */
public record Connection(String id, Workspace workspace, Instant expiresAt) {}
