package dev.lockstep.cli.conductor;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of a definition.
 *
 * @param notes why it was refused; otherwise what of it has no effect
 */
public record Verdict(Source source, Result result, List<Note> notes) {
    /** Whether the server has it now. */
    public enum Result {
        REGISTERED,
        /** It would be registered, were that asked for. */
        SUPPORTED,
        REFUSED;

        /** What people and programs are told. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Something that is said of a definition.
     *
     * @param path where it is; empty where it is all of it
     */
    public record Note(String path, String message) {
        /** In one line. */
        public String text() {
            return path.isEmpty() ? message : path + ": " + message;
        }
    }

    public boolean isRefused() {
        return result == Result.REFUSED;
    }

    /** {@code {"kind", "name", "version"?, "source", "result", "faults": [{"path", "message"}], "remarks": [the same]}}. */
    public JsonNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", source.kind().word()).put("name", source.name());
        source.version().ifPresent(version -> json.put("version", version));
        json.put("source", source.place()).put("result", result.word());
        ArrayNode faults = json.putArray("faults");
        ArrayNode remarks = json.putArray("remarks");
        notes.forEach(note -> (isRefused() ? faults : remarks)
                .addObject()
                .put("path", note.path())
                .put("message", note.message()));
        return json;
    }
}
