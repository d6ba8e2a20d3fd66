package dev.lockstep.cli;

import dev.lockstep.cli.definition.BadDefinition;
import dev.lockstep.cli.definition.DefinitionFile;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is sent along with a call: what was given, and nothing of what was not. */
record Body(ObjectNode json) {
    Body() {
        this(JsonNodeFactory.instance.objectNode());
    }

    Body with(String name, String value) {
        json.put(name, value);
        return this;
    }

    Body with(String name, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = json.putArray(name);
            values.forEach(array::add);
        }
        return this;
    }

    Body with(String name, Optional<String> value) {
        value.ifPresent(given -> json.put(name, given));
        return this;
    }

    Body withNumber(String name, Optional<Integer> value) {
        value.ifPresent(given -> json.put(name, given));
        return this;
    }

    Body withFlag(String name, boolean given) {
        if (given) {
            json.put(name, true);
        }
        return this;
    }

    /** An input as commands take it: JSON, a file after an at sign, or a hyphen for standard input. */
    Body withInput(String name, Optional<String> argument) throws BadDefinition {
        if (argument.isPresent()) {
            JsonNode input = DefinitionFile.input(argument.get());
            json.set(name, input);
        }
        return this;
    }
}
