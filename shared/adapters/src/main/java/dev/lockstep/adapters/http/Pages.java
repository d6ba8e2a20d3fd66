package dev.lockstep.adapters.http;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads which page is asked for, and writes pages. A cursor is the id that the page ends with, in base64url. */
public final class Pages {
    private static final Pattern ID = Pattern.compile("[a-z]{2,4}-[0-9a-z]{26}");

    private static final int MOST_CURSOR = 1_000;

    private Pages() {}

    /**
     * Reads {@code limit} and {@code cursor}.
     *
     * @throws BadRequest where either is wrong
     */
    public static PageRequest requested(HttpRequest request) {
        return new PageRequest(
                limit(request),
                Optional.ofNullable(request.query().get("cursor")).map(Pages::decoded));
    }

    /**
     * Reads {@code limit} and a {@code cursor} that is no id.
     *
     * @throws BadRequest where either is wrong
     */
    public static PageRequest requestedAfterPlace(HttpRequest request) {
        return new PageRequest(
                limit(request),
                Optional.ofNullable(request.query().get("cursor")).map(Pages::decodedPlace));
    }

    private static String decodedPlace(String cursor) {
        if (cursor.length() <= MOST_CURSOR) {
            try {
                return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                // Falls through.
            }
        }
        throw invalid("cursor", "must be the cursor of an answer");
    }

    /**
     * Reads {@code version}.
     *
     * @throws BadRequest where it is no version's number
     */
    public static Optional<Integer> version(HttpRequest request) {
        return Optional.ofNullable(request.query().get("version")).map(text -> {
            if (!text.matches("[1-9][0-9]{0,7}")) {
                throw invalid("version", "must be a whole number from 1 on");
            }
            return Integer.parseInt(text);
        });
    }

    private static int limit(HttpRequest request) {
        String text = request.query().getOrDefault("limit", String.valueOf(PageRequest.DEFAULT_LIMIT));
        if (text.matches("[0-9]{1,3}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= PageRequest.MAX_LIMIT) {
                return limit;
            }
        }
        throw invalid("limit", "must be a whole number from 1 to " + PageRequest.MAX_LIMIT);
    }

    private static String decoded(String cursor) {
        try {
            String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (ID.matcher(id).matches()) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: text that is no base64url is as wrong as one that is no id.
        }
        throw invalid("cursor", "must be the cursor of an answer");
    }

    /** A parameter that is wrong, by its name. */
    public static RuntimeException invalid(String parameter, String message) {
        return BadRequest.invalid("the query is not valid", List.of(new Fault(parameter, message)));
    }

    /**
     * Writes a page.
     *
     * @param list the field for the items
     */
    public static <T> ObjectNode written(String list, Page<T> page, Function<T, JsonNode> item) {
        return written(list, "next_cursor", page, item);
    }

    /** Writes a page as state machines have it: {@code {items, nextCursor}}. */
    public static <T> ObjectNode items(Page<T> page, Function<T, JsonNode> item) {
        return written("items", "nextCursor", page, item);
    }

    private static <T> ObjectNode written(String list, String cursor, Page<T> page, Function<T, JsonNode> item) {
        ObjectNode body = Json.object();
        ArrayNode items = body.putArray(list);
        page.items().forEach(entry -> items.add(item.apply(entry)));
        page.next()
                .ifPresent(id -> body.put(
                        cursor,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8))));
        return body;
    }
}
