package dev.lockstep.engine.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockstep.engine.data.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which workers are to have the tasks of an execution: those of a domain ask for its tasks alone, and all others for those of none.
 *
 * @param byType by type of task, {@link #ANY} for all that are not named
 */
public record Domains(Map<String, Wanted> byType) {
    public static final Domains NONE = new Domains(Map.of());

    /** Stands for every type that is not named. */
    public static final String ANY = "*";

    /** How many types may be named. */
    public static final int MOST_TYPES = 100;

    /** How many domains may be named for a type. */
    public static final int MOST_DOMAINS = 10;

    /** How long the name of a domain may be. */
    public static final int LONGEST_NAME = 128;

    /**
     * @param inOrder the first that somebody is there for is taken, or else the last; empty ones stand for no domain
     */
    public record Wanted(List<Optional<String>> inOrder) {
        public Wanted {
            inOrder = List.copyOf(inOrder);
        }
    }

    public Domains {
        byType = new LinkedHashMap<>(byType);
    }

    /** What is wanted for a type, if anything is. */
    public Optional<Wanted> of(String type) {
        return Optional.ofNullable(byType.get(type)).or(() -> Optional.ofNullable(byType.get(ANY)));
    }

    /** As lists by type, in which a null stands for no domain. */
    @JsonValue
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        byType.forEach((type, wanted) -> {
            ArrayNode list = json.putArray(type);
            wanted.inOrder().forEach(domain -> domain.ifPresentOrElse(name -> list.add(name), list::addNull));
        });
        return json;
    }

    /** Reads what {@link #toJson} gives. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Domains read(JsonNode json) {
        Map<String, Wanted> byType = new LinkedHashMap<>();
        json.properties().forEach(field -> {
            List<Optional<String>> domains = new ArrayList<>();
            field.getValue()
                    .forEach(name -> domains.add(name.isNull() ? Optional.empty() : Optional.of(name.asString(""))));
            byType.put(field.getKey(), new Wanted(domains));
        });
        return byType.isEmpty() ? NONE : new Domains(byType);
    }
}
