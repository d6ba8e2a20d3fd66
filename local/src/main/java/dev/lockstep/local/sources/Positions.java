package dev.lockstep.local.sources;

import dev.lockstep.engine.data.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** How far each shard of a stream was read: what is behind that was worked on, or given up. */
public final class Positions {
    private final Map<String, String> known;
    private final Consumer<Map<String, String>> keep;

    private Positions(Map<String, String> known, Consumer<Map<String, String>> keep) {
        this.known = known;
        this.keep = keep;
    }

    /** Positions that are forgotten with the process. */
    public static Positions inMemory() {
        return new Positions(new TreeMap<>(), all -> {});
    }

    /** Positions in a file, which need not be there. */
    public static Positions in(Path file) {
        return new Positions(read(file), all -> write(file, all));
    }

    /** The last record of a shard that was worked on; empty where none was. */
    Optional<String> of(String shard) {
        return Optional.ofNullable(known.get(shard));
    }

    void reached(String shard, String sequenceNumber) {
        known.put(shard, sequenceNumber);
        keep.accept(known);
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> positions = new TreeMap<>();
        try {
            Json.read(Files.readString(file))
                    .properties()
                    .forEach(shard ->
                            positions.put(shard.getKey(), shard.getValue().asString()));
        } catch (NoSuchFileException e) {
            // Nothing was read yet.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return positions;
    }

    /** Written beside and moved, so that a crash in between leaves no half a file. */
    private static void write(Path file, Map<String, String> positions) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(beside, Json.write(positions));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
