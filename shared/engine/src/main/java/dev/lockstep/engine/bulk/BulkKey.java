package dev.lockstep.engine.bulk;

import dev.lockstep.engine.definition.Workspace;

/**
 * Names a bulk.
 *
 * @param id {@code bulk-} and a ULID in lower case
 */
public record BulkKey(Workspace workspace, String id) {}
