package dev.lockstep.local.template;

import dev.lockstep.adapters.Glob;
import java.util.List;

/**
 * What a function's policy allows it.
 *
 * @param actions of IAM, as {@code dynamodb:PutItem}; {@code *} stands for anything
 * @param resources their ARNs, with {@code *} for anything
 */
public record PolicyStatement(List<String> actions, List<String> resources) {
    /**
     * Whether an action is allowed. Accounts and regions are not compared: there is one of each here.
     *
     * @param resource what an ARN says after the account: {@code table/orders}, a queue's name
     */
    public boolean allows(String action, String resource) {
        return actions.stream().anyMatch(allowed -> Glob.matches(allowed, action))
                && resources.stream().anyMatch(allowed -> Glob.matches(own(allowed), resource));
    }

    /** Whether an action is allowed on anything at all. */
    public boolean allows(String action) {
        return actions.stream().anyMatch(allowed -> Glob.matches(allowed, action));
    }

    private static String own(String arn) {
        String[] parts = arn.split(":", 6);
        return parts[parts.length - 1];
    }
}
