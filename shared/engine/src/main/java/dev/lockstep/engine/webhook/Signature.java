package dev.lockstep.engine.webhook;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.SigningKeys;
import dev.lockstep.engine.usecases.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Signs what is sent, after Standard Webhooks. A receiver's secrets are derived from the deployment's signing key, so that none has
 * to be stored, and one that leaks tells nothing of another.
 */
public final class Signature {
    /** What stands for the receivers that executions are started with. */
    private static final String EXECUTIONS = "executions";

    private final SigningKeys keys;

    public Signature(SigningKeys keys) {
        this.keys = keys;
    }

    /** The secret for a subscription, as its receiver is to be told it: {@code whsec_…}. */
    String secret(SubscriptionKey subscription, int generation) {
        return written(derived(subscription.workspace(), subscription.id(), generation));
    }

    /** The secret for the receivers that the executions of a workspace are started with. */
    String secret(Workspace workspace, int generation) {
        return secret(new SubscriptionKey(workspace, EXECUTIONS), generation);
    }

    /** The value of {@code webhook-signature}: a signature for each secret that is valid, with blanks between. */
    String of(Message message, SubscriptionKey receiver, List<Integer> generations) {
        String signed = message.id() + "." + message.at().getEpochSecond() + "." + message.body();
        return generations.stream()
                .map(generation -> hmac(derived(receiver.workspace(), receiver.id(), generation), signed))
                .map(signature -> "v1," + Base64.getEncoder().encodeToString(signature))
                .collect(Collectors.joining(" "));
    }

    /** What is sent, and when. */
    record Message(String id, Instant at, String body) {}

    static SubscriptionKey ofExecutions(Workspace workspace) {
        return new SubscriptionKey(workspace, EXECUTIONS);
    }

    private byte[] derived(Workspace workspace, String owner, int generation) {
        return hmac(keys.current(), "webhook#" + workspace.name() + "#" + owner + "#" + generation);
    }

    private static String written(byte[] secret) {
        return "whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    private static byte[] hmac(byte[] key, String text) {
        return Digest.hmac(key, text.getBytes(StandardCharsets.UTF_8));
    }
}
