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
 * @param path with its query, if it has one; below the base URL
 * @param accept the media type of the answer; the API's usual one where left out
 * @param timeout how long an attempt may take
 * @param attempts how many there may be
 */
public record Call(
        String method,
        String path,
        Optional<Content> content,
        Optional<String> accept,
        Optional<String> idempotencyKey,
        Optional<Duration> timeout,
        Optional<Integer> attempts) {
    /** What is sent along, and what it is. */
    public record Content(String mediaType, String text) {
        public static Content json(JsonNode body) {
            return new Content("application/json", body.toString());
        }

        public static Content yaml(String text) {
            return new Content("application/yaml", text);
        }
    }

    public static Call get(String path) {
        return of("GET", path, Optional.empty(), Optional.empty());
    }

    public static Call delete(String path) {
        return of("DELETE", path, Optional.empty(), Optional.empty());
    }

    /** A call that changes something, under an idempotency key of its own. */
    public static Call change(String method, String path, Content content) {
        return of(method, path, Optional.of(content), Optional.of(newKey()));
    }

    public static Call post(String path, JsonNode body) {
        return change("POST", path, Content.json(body));
    }

    private static Call of(String method, String path, Optional<Content> content, Optional<String> key) {
        return new Call(method, path, content, Optional.empty(), key, Optional.empty(), Optional.empty());
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** A part of a path, or a value of a query, whatever characters it has. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public Call accepting(String mediaType) {
        return new Call(method, path, content, Optional.of(mediaType), idempotencyKey, timeout, attempts);
    }

    public Call keyed(String key) {
        return new Call(method, path, content, accept, Optional.of(key), timeout, attempts);
    }

    public Call within(Duration limit) {
        return new Call(method, path, content, accept, idempotencyKey, Optional.of(limit), attempts);
    }

    public Call attempts(int most) {
        return new Call(method, path, content, accept, idempotencyKey, timeout, Optional.of(most));
    }

    /** Without another attempt, for what the server would do twice. */
    public Call once() {
        return attempts(1);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
