package dev.lockstep.adapters.http;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How much may still go into an answer of several parts. A function may answer 6 MB, of JSON within JSON. */
public final class AnswerRoom {
    private static final long MOST_BYTES = 5L * 512 * 1024;

    private final long most;
    private long left;

    public AnswerRoom() {
        this(MOST_BYTES);
    }

    /** @param bytes of JSON, for parts of which it is known how much they grow within JSON */
    public AnswerRoom(long bytes) {
        this.most = bytes;
        this.left = bytes;
    }

    /** Whether a part goes in; then there is less for the next. */
    public boolean takes(ObjectNode part) {
        long size = Json.size(part);
        if (size > left) {
            return false;
        }
        left -= size;
        return true;
    }

    /** As many parts as go in, from the first on. */
    public ArrayNode fitting(Stream<ObjectNode> parts) {
        ArrayNode fitting = Json.array();
        parts.takeWhile(this::takes).forEach(fitting::add);
        return fitting;
    }

    /**
     * A part that an answer cannot do without.
     *
     * @throws Refusal where there is no room for it
     */
    public ObjectNode needs(ObjectNode part) {
        if (!takes(part)) {
            throw Refusal.invalid(
                    "the answer would be larger than " + most / 1024
                            + " KB: ask for fewer at once, or without their tasks",
                    List.of());
        }
        return part;
    }

    /**
     * A part that may be told of without its data, where that is too much.
     *
     * @throws Refusal where there is no room even so
     */
    public ObjectNode withoutDataIfNeeded(ObjectNode part) {
        if (takes(part)) {
            return part;
        }
        part.remove(List.of("input", "output"));
        return needs(part);
    }
}
