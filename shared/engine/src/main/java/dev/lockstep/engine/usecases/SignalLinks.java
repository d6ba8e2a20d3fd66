package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.SigningKeys;
import dev.lockstep.engine.ports.StageRunStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/**
 * Links by which somebody without a key gives one signal to one stage run, once, until they expire. A link holds what it is for
 * and a signature (HMAC-SHA256); nothing is recorded of it. It is used up when the stage run has its signal, by it or otherwise.
 */
public final class SignalLinks {
    /** How long a link may hold. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MOST_CHARS = 2_000;

    private final ReadExecution read;
    private final SignalExecution signals;
    private final StageRunStore runs;
    private final Plans plans;
    private final SigningKeys keys;

    public SignalLinks(ReadExecution read, SignalExecution signals, StageRunStore runs, Plans plans, SigningKeys keys) {
        this.read = read;
        this.signals = signals;
        this.runs = runs;
        this.plans = plans;
        this.keys = keys;
    }

    /** A link's secret part, and when it expires. */
    public record Link(String token, Instant expiresAt) {}

    /**
     * Makes a link for the run that awaits a signal now.
     *
     * @param iteration which run is meant, where several await the signal
     * @throws Refusal where the caller's workspace has no such execution of the workflow, it has ended, no stage awaits the signal
     *     or several do
     */
    public Link create(
            Caller caller,
            String workflow,
            ExecutionId id,
            String signal,
            Optional<String> iteration,
            Duration validity) {
        ReadExecution.Found found = Controls.notEnded(read.read(caller, workflow, id));
        StageRunKey key = SignalExecution.awaiting(found, signal, iteration);
        Instant expiresAt = signals.now().plus(validity);
        String payload = Json.write(Json.object()
                .put("e", id.value())
                .put("s", key.stage())
                .put("i", key.iteration().toString())
                .put("k", caller.keyId())
                .put("x", expiresAt.getEpochSecond()));
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return new Link(encode(bytes) + "." + encode(sign(bytes)), expiresAt);
    }

    /**
     * Gives the signal that a link is for.
     *
     * @param data what comes with it
     * @throws Refusal where the link is none of ours, has expired or is used up, or the data does not match the stage's schema
     */
    public void use(String token, JsonNode data) {
        JsonNode link = verified(token);
        if (signals.now().isAfter(Instant.ofEpochSecond(link.path("x").asLong()))) {
            throw Refusal.linkIsOver("the link has expired");
        }
        ExecutionId id = new ExecutionId(link.path("e").asString());
        StageRunKey key = new StageRunKey(
                link.path("s").asString(), Iteration.parse(link.path("i").asString()));
        Execution execution = runs.read(id, List.of())
                .map(Recorded::execution)
                .orElseThrow(() -> Refusal.linkIsOver("what the link was for is gone"));
        if (execution.hasEnded()) {
            throw Refusal.linkIsOver("what the link was for is over");
        }
        Actor by = new Actor("link by " + link.path("k").asString(), Optional.empty());
        try {
            signals.give(plans.get(execution.workflow()).plan(), execution, key, data, by);
        } catch (Refusal e) {
            // That nothing awaits the signal now is for good here: a link is for one run, which awaits it once.
            throw e.kind() == Refusal.Kind.CONFLICT ? Refusal.linkIsOver("the link is used up") : e;
        }
    }

    /** @throws Refusal where the link is none of ours */
    private JsonNode verified(String token) {
        String[] parts = token.split("\\.", -1);
        if (token.length() <= MOST_CHARS && parts.length == 2) {
            try {
                byte[] payload = Base64.getUrlDecoder().decode(parts[0]);
                // Compared in constant time: how long it takes tells nothing of the right one.
                if (MessageDigest.isEqual(sign(payload), Base64.getUrlDecoder().decode(parts[1]))) {
                    return Json.parse(new String(payload, StandardCharsets.UTF_8));
                }
            } catch (IllegalArgumentException | MalformedJson e) {
                // Falls through: whatever is wrong with it, it is none of ours.
            }
        }
        throw Refusal.noLink();
    }

    private byte[] sign(byte[] payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(keys.current(), ALGORITHM));
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
