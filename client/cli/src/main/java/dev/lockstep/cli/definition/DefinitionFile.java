package dev.lockstep.cli.definition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        return parse(file, text(file));
    }

    static JsonNode parse(Path file, String text) throws BadDefinition {
        return isJson(file) ? json(text, file.toString()) : yaml(text, file.toString());
    }

    static boolean isJson(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    static String text(Path file) throws BadDefinition {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BadDefinition("The definition " + file + " cannot be read: " + e, List.of());
        }
    }

    /** An input: as text; after an at sign, as a file; or a hyphen, as what standard input holds. */
    public static JsonNode input(String argument) throws BadDefinition {
        if (argument.equals("-")) {
            return json(standardInput(), "standard input");
        }
        return argument.startsWith("@") ? read(Path.of(argument.substring(1))) : json(argument, "--input");
    }

    private static String standardInput() throws BadDefinition {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BadDefinition("Standard input cannot be read: " + e, List.of());
        }
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
