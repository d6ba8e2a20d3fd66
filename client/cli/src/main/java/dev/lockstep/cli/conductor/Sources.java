package dev.lockstep.cli.conductor;

import dev.lockstep.cli.definition.BadDefinition;
import dev.lockstep.cli.definition.DefinitionFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds definitions in files and folders: one to a file, a list of them, or an export that has a list for each kind. */
public final class Sources {
    private static final int MOST_FILES = 10_000;
    private static final int MOST_DEFINITIONS = 10_000;
    private static final int DEEPEST = 32;
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    /** What exports call their lists. */
    private static final Set<String> LISTS = Set.of(
            "workflowDefs",
            "workflowDefinitions",
            "workflows",
            "taskDefs",
            "taskDefinitions",
            "tasks",
            "eventHandlers",
            "events");

    private final List<Source> found = new ArrayList<>();
    private final List<String> passedOver = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * What was found.
     *
     * @param inOrder the definitions, in the order in which they are to be registered
     * @param passedOver the files of folders that hold something else
     */
    public record Found(List<Source> inOrder, List<String> passedOver) {}

    private Sources() {}

    /**
     * Reads files, and the {@code .json} files in folders and all folders below.
     *
     * @throws BadDefinition that lists all files that cannot be read or, if they were named, hold no definition
     */
    public static Found in(List<Path> paths) throws BadDefinition {
        Sources sources = new Sources();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                for (Path file : sources.within(path)) {
                    sources.read(file, false);
                }
            } else {
                sources.read(path, true);
            }
        }
        if (sources.found.size() > MOST_DEFINITIONS) {
            sources.faults.add("There are more than " + MOST_DEFINITIONS + " definitions: import them in parts.");
        }
        sources.checkThatNoneIsThereTwice();
        if (!sources.faults.isEmpty()) {
            throw new BadDefinition("There are files that cannot be imported; nothing was.", sources.faults);
        }
        if (sources.found.isEmpty()) {
            throw new BadDefinition("There is no definition of Conductor's to import.", sources.passedOver);
        }
        return new Found(Order.of(sources.found), List.copyOf(sources.passedOver));
    }

    private List<Path> within(Path folder) {
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            List<Path> json = files.filter(file ->
                            file.toString().toLowerCase(Locale.ROOT).endsWith(".json") && Files.isRegularFile(file))
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
            if (json.size() > MOST_FILES) {
                faults.add(folder + ": has more than " + MOST_FILES + " files");
                return List.of();
            }
            return json;
        } catch (IOException | UncheckedIOException e) {
            faults.add(folder + ": cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    private void read(Path file, boolean named) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
                faults.add(file + ": is larger than " + MOST_BYTES + " bytes");
                return;
            }
            int before = found.size();
            take(DefinitionFile.read(file), file.toString());
            if (found.size() == before && named) {
                faults.add(file + ": holds no definition of a workflow, a task or an event handler");
            } else if (found.size() == before) {
                passedOver.add(file + ": holds no definition");
            }
        } catch (BadDefinition e) {
            faults.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            faults.add(file + ": cannot be read: " + e.getMessage());
        }
    }

    private void take(JsonNode json, String place) {
        if (json.isArray()) {
            list(json, place);
        } else {
            Source.of(json, place)
                    .ifPresentOrElse(
                            found::add,
                            () -> json.properties().stream()
                                    .filter(field -> LISTS.contains(field.getKey()))
                                    .forEach(field -> list(field.getValue(), place + " " + field.getKey())));
        }
    }

    /** What is no definition among definitions is a fault; what is in any other list is nothing to us. */
    private void list(JsonNode list, String place) {
        List<Integer> others = new ArrayList<>();
        int before = found.size();
        for (int i = 0; i < list.size(); i++) {
            int number = i;
            Source.of(list.path(i), place + "[" + i + "]").ifPresentOrElse(found::add, () -> others.add(number));
        }
        if (found.size() > before) {
            others.forEach(
                    i -> faults.add(place + "[" + i + "]: is no definition of a workflow, a task or an event handler"));
        }
    }

    private void checkThatNoneIsThereTwice() {
        Map<String, Source> first = new HashMap<>();
        for (Source source : found) {
            Source earlier = first.putIfAbsent(source.identity(), source);
            if (earlier != null) {
                faults.add(source.place() + ": " + source.identity() + " is also in " + earlier.place());
            }
        }
    }
}
