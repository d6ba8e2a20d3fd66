package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which parts of a value get which names. */
sealed interface Pattern {
    record Variable(String name) implements Pattern {}

    record Elements(List<Pattern> elements) implements Pattern {}

    record Fields(List<Field> fields) implements Pattern {}

    /**
     * A field.
     *
     * @param variable where the field's value itself gets a name
     * @param pattern where its parts do
     */
    record Field(Optional<String> variable, Expr key, Optional<Pattern> pattern) {}

    /** All names that it gives. */
    default List<String> names() {
        return switch (this) {
            case Variable variable -> List.of(variable.name);
            case Elements elements ->
                elements.elements.stream()
                        .flatMap(each -> each.names().stream())
                        .toList();
            case Fields fields -> {
                List<String> names = new ArrayList<>();
                for (Field field : fields.fields) {
                    field.variable.ifPresent(names::add);
                    field.pattern.ifPresent(pattern -> names.addAll(pattern.names()));
                }
                yield names;
            }
        };
    }
}
