package dev.lockstep.dialects.machine;

import dev.lockstep.engine.data.Json;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Refuses YAML that nests too deep, by its events, which come one by one: what builds nodes calls itself for each level. */
final class YamlBounds {
    /** How many events there may be: those of the most values there may be, each in a list of its own. */
    private static final int MOST_EVENTS = 200_000;

    private YamlBounds() {}

    static void check(String text, LoadSettings settings) throws MalformedText {
        int depth = 0;
        int events = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
            }
            if (depth > Json.MAX_DEPTH || ++events > MOST_EVENTS) {
                Optional<Mark> mark = event.getStartMark();
                throw new MalformedText(
                        depth > Json.MAX_DEPTH
                                ? "mappings and lists nest at most " + Json.MAX_DEPTH + " deep"
                                : "there is too much in it",
                        mark.map(at -> at.getLine() + 1).orElse(1),
                        mark.map(at -> at.getColumn() + 1).orElse(1));
            }
        }
    }
}
