package dev.lockstep.engine.script;

import java.util.List;
import java.util.Optional;

/** What a value can be given to: a variable, a field, or a pattern of such. */
sealed interface Target {
    /** A variable. */
    record Variable(String name) implements Target {}

    /** A field of an object, or an element of a list. */
    record Place(Expr object, Expr key) implements Target {}

    /** The elements of a list; one that is left out is empty. */
    record Items(List<Optional<Slot>> slots, Optional<Target> rest) implements Target {}

    /** The fields of an object. */
    record Fields(List<Field> fields, Optional<Target> rest) implements Target {}

    /** A field of an object, by its name. */
    record Field(Expr key, Slot slot) {}

    /** A target, and what it is given in place of {@code undefined}. */
    record Slot(Target target, Optional<Expr> byDefault) {}

    /** Gathers the variables in it. */
    default void variables(List<String> into) {
        switch (this) {
            case Variable variable -> into.add(variable.name());
            case Place place -> {}
            case Items items -> {
                items.slots().forEach(slot -> slot.ifPresent(one -> one.target().variables(into)));
                items.rest().ifPresent(rest -> rest.variables(into));
            }
            case Fields fields -> {
                fields.fields().forEach(field -> field.slot().target().variables(into));
                fields.rest().ifPresent(rest -> rest.variables(into));
            }
        }
    }
}
