package dev.lockstep.local.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a definition from JSON or YAML. */
public final class DefinitionFile {
    /** Far past any honest file, far below what a bomb of aliases needs. */
    private static final int MAX_ALIASES = 50;

    private static final int MAX_CHARACTERS = 4 * 1024 * 1024;
    private static final JsonMapper MAPPER = new JsonMapper();

    private DefinitionFile() {}

    /** The definition as JSON. Files named {@code .json} are JSON, all others YAML, of which JSON is nearly a part. */
    public static JsonNode read(Path file) throws BadDefinition {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new BadDefinition("The definition " + file + " cannot be read: " + e, List.of());
        }
        boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        return json ? json(text, file.toString()) : yaml(text, file.toString());
    }

    /** An input, given as text or, after an at sign, as a file. */
    public static JsonNode input(String argument) throws BadDefinition {
        return argument.startsWith("@") ? read(Path.of(argument.substring(1))) : json(argument, "--input");
    }

    static JsonNode json(String text, String where) throws BadDefinition {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            String place = e.getLocation() == null
                    ? ""
                    : ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
            throw new BadDefinition(where + place + ": " + e.getOriginalMessage(), List.of());
        }
    }

    static JsonNode yaml(String text, String where) throws BadDefinition {
        LoadSettings settings = LoadSettings.builder()
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(MAX_CHARACTERS)
                .setAllowDuplicateKeys(false)
                .build();
        try {
            return MAPPER.valueToTree(new Load(settings).loadFromString(text));
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            String place = mark.map(at -> ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
                    .orElse("");
            throw new BadDefinition(where + place + ": " + e.getProblem(), List.of());
        } catch (YamlEngineException | JacksonException | StackOverflowError e) {
            throw new BadDefinition(where + ": " + e.getMessage(), List.of());
        }
    }
}
