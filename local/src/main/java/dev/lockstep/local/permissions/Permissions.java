package dev.lockstep.local.permissions;

import dev.lockstep.local.template.PolicyStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkRequest;

/**
 * What one function may do. What no statement allows is denied, as by IAM; there are no statements that deny.
 *
 * <p>Remembered by what was needed: a function needs the same few things with every invocation.
 */
final class Permissions {
    /** More than a deployment has tables and queues for each action; past it nothing is remembered. */
    private static final int MOST_REMEMBERED = 1_000;

    private final String function;
    private final List<PolicyStatement> statements;
    private final Map<Need, Boolean> known = new ConcurrentHashMap<>();

    Permissions(String function, List<PolicyStatement> statements) {
        this.function = function;
        this.statements = List.copyOf(statements);
    }

    /** What the request needs and the function may not; nothing where it may all. */
    Optional<String> denial(SdkRequest request) {
        return Need.of(request).stream()
                .filter(need -> !isMet(need))
                .findFirst()
                .map(need -> function + " may not " + need.action()
                        + need.resource().map(resource -> " on " + resource).orElse("")
                        + ": its policies in template.yaml do not allow it");
    }

    private boolean isMet(Need need) {
        Boolean remembered = known.get(need);
        if (remembered != null) {
            return remembered;
        }
        boolean met = statements.stream()
                .anyMatch(statement -> need.resource()
                        .map(resource -> statement.allows(need.action(), resource))
                        .orElseGet(() -> statement.allows(need.action())));
        if (known.size() < MOST_REMEMBERED) {
            known.put(need, met);
        }
        return met;
    }
}
