package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.SigningKeys;
import dev.lockstep.engine.ports.StageRunStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Signs what links are for (HMAC-SHA256), and knows its own again. Nothing is recorded of a link: it holds all that it is. */
public final class LinkTokens {
    /** How long a link may hold. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final int MOST_CHARS = 4_000;

    private final SigningKeys keys;
    private final InstantSource clock;

    public LinkTokens(SigningKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * What a link is for.
     *
     * @param run that it moves, once
     * @param madeBy the id of the key that made it
     * @param expiresAt in whole seconds
     * @param transition that it makes; none for a signal
     */
    public record Claim(
            ExecutionId execution, StageRunKey run, String madeBy, Instant expiresAt, Optional<Transition> transition) {
        /**
         * The execution that it is for.
         *
         * @throws Refusal where that is gone, or over
         */
        Execution stillOpen(StageRunStore runs) {
            Execution found = runs.read(execution, List.of())
                    .map(Recorded::execution)
                    .orElseThrow(() -> Refusal.linkIsOver("what the link was for is gone"));
            if (found.hasEnded()) {
                throw Refusal.linkIsOver("what the link was for is over");
            }
            return found;
        }
    }

    /** @param comment kept with it in the history */
    public record Transition(String id, Optional<String> comment) {}

    /** A link's secret part, and when it expires. */
    public record Link(String token, Instant expiresAt) {}

    Link sign(Claim claim) {
        ObjectNode payload = Json.object()
                .put("e", claim.execution().value())
                .put("s", claim.run().stage())
                .put("i", claim.run().iteration().toString())
                .put("k", claim.madeBy())
                .put("x", claim.expiresAt().getEpochSecond());
        claim.transition().ifPresent(transition -> {
            payload.put("t", transition.id());
            transition.comment().ifPresent(comment -> payload.put("c", comment));
        });
        byte[] bytes = Json.write(payload).getBytes(StandardCharsets.UTF_8);
        return new Link(encode(bytes) + "." + encode(sign(bytes)), claim.expiresAt());
    }

    /**
     * What a token is for.
     *
     * @throws Refusal where it is none of ours, or has expired
     */
    public Claim open(String token) {
        JsonNode payload = verified(token);
        Claim claim = new Claim(
                new ExecutionId(payload.path("e").asString()),
                new StageRunKey(
                        payload.path("s").asString(),
                        Iteration.parse(payload.path("i").asString())),
                payload.path("k").asString(),
                Instant.ofEpochSecond(payload.path("x").asLong()),
                text(payload, "t").map(id -> new Transition(id, text(payload, "c"))));
        if (clock.instant().isAfter(claim.expiresAt())) {
            throw Refusal.linkIsOver("the link has expired");
        }
        return claim;
    }

    private static Optional<String> text(JsonNode payload, String field) {
        return Optional.ofNullable(payload.get(field)).map(JsonNode::stringValue);
    }

    private JsonNode verified(String token) {
        String[] parts = token.split("\\.", -1);
        if (token.length() <= MOST_CHARS && parts.length == 2) {
            try {
                byte[] payload = Base64.getUrlDecoder().decode(parts[0]);
                // Texts that decode to the same bytes are not taken for each other: a link has one spelling. How long
                // the comparison takes tells nothing of the right signature.
                if (encode(payload).equals(parts[0]) && isSame(encode(sign(payload)), parts[1])) {
                    return Json.parse(new String(payload, StandardCharsets.UTF_8));
                }
            } catch (IllegalArgumentException | MalformedJson e) {
                // Falls through: whatever is wrong with it, it is none of ours.
            }
        }
        throw Refusal.noLink();
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] sign(byte[] payload) {
        return Digest.hmac(keys.current(), payload);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
