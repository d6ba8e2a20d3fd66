package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Workspace;
import java.util.Set;

/**
 * Who calls.
 *
 * @param keyId the id of the API key, which is what the records name
 */
public record Caller(Workspace workspace, String keyId, Set<String> roles) {
    /**
     * @throws Refusal where no role of the caller gives the permission
     */
    public void needs(Permission permission) {
        if (!permission.isGivenBy(roles)) {
            throw Refusal.missingRole(permission);
        }
    }
}
