package dev.lockstep.cli.definition;

import dev.lockstep.client.Call.Content;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** A definition that is to be registered, as the server takes it. */
public sealed interface Definition {
    Content content();

    /** Steps. The server takes JSON alone. */
    record Pipeline(Content content) implements Definition {}

    /** States. As the file has it, since it is given back so, comments and all. */
    record Machine(Content content) implements Definition {}

    /** What a file holds. Files named {@code .json} are JSON, all others YAML. */
    static Definition read(Path file) throws BadDefinition {
        String text = DefinitionFile.text(file);
        JsonNode tree = DefinitionFile.parse(file, text);
        if (!tree.path("workflow").isObject()) {
            return new Pipeline(Content.json(tree));
        }
        return new Machine(DefinitionFile.isJson(file) ? Content.json(tree) : Content.yaml(text));
    }
}
