package dev.lockstep.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A call of the API. All attempts at it carry the same idempotency key, by which the server does it once.
 *
 * @param timeout how long an attempt may take
 * @param attempts how many there may be
 */
record Call(
        String method,
        String path,
        Optional<JsonNode> body,
        Optional<String> idempotencyKey,
        Optional<Duration> timeout,
        Optional<Integer> attempts) {
    static Call get(String path) {
        return new Call("GET", path, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Call change(String method, String path, JsonNode body) {
        return new Call(method, path, Optional.of(body), Optional.of(newKey()), Optional.empty(), Optional.empty());
    }

    static Call post(String path, JsonNode body) {
        return change("POST", path, body);
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** A part of a path, whatever characters it has. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Call keyed(String key) {
        return new Call(method, path, body, Optional.of(key), timeout, attempts);
    }

    Call within(Duration limit) {
        return new Call(method, path, body, idempotencyKey, Optional.of(limit), attempts);
    }

    Call attempts(int most) {
        return new Call(method, path, body, idempotencyKey, timeout, Optional.of(most));
    }

    Call once() {
        return attempts(1);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
