package dev.lockstep.cli.conductor;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One definition, and where it was found.
 *
 * @param place the file and, where there are several in it, which of them
 */
public record Source(Kind kind, ObjectNode json, String place) {
    /** Empty where it has none. */
    public String name() {
        return json.path("name").asString("");
    }

    /** Of workflows alone: there may be several of a name. */
    public Optional<Integer> version() {
        return kind == Kind.WORKFLOW ? Optional.of(json.path("version").asInt(1)) : Optional.empty();
    }

    /** What there may be one of. */
    String identity() {
        return kind.word() + " " + name()
                + version().map(number -> " version " + number).orElse("");
    }

    /** The names of the workflows that it starts. */
    Set<String> starts() {
        return Stream.of("subWorkflowParam", "startWorkflow")
                .flatMap(field -> json.findValues(field).stream())
                .map(child -> child.path("name").asString(""))
                .collect(Collectors.toSet());
    }

    /** Empty where it looks like no definition. */
    static Optional<Source> of(JsonNode json, String place) {
        return json instanceof ObjectNode object
                ? Kind.of(object).map(kind -> new Source(kind, object, place))
                : Optional.empty();
    }
}
