package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.OTHER_WORKFLOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.WORKFLOW;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.ports.ComponentStore.Placing;
import dev.lockstep.engine.ports.ComponentStore.Position;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of components must do. */
public abstract class ComponentStoreContract {
    private static final Position HERE = new Position(-1.5, 40);

    private final String component = UUID.randomUUID().toString();

    protected abstract ComponentStore components();

    @Test
    void a_component_is_of_the_workflow_that_it_was_last_assigned_to() {
        assertThat(components().workflow(WORKSPACE, component)).isEmpty();
        components().assign(WORKSPACE, WORKFLOW, List.of(component));
        components().assign(WORKSPACE, OTHER_WORKFLOW, List.of(component, component));

        assertThat(components().workflow(WORKSPACE, component)).hasValue(OTHER_WORKFLOW);
        assertThat(components().workflow(OTHER_WORKSPACE, component)).isEmpty();
    }

    @Test
    void as_many_components_as_a_workflow_may_have_are_assigned_at_once() {
        List<String> all =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(1_000).toList();
        components().assign(WORKSPACE, WORKFLOW, all);

        assertThat(components().workflow(WORKSPACE, all.getFirst())).hasValue(WORKFLOW);
        assertThat(components().workflow(WORKSPACE, all.getLast())).hasValue(WORKFLOW);
    }

    @Test
    void what_is_not_given_of_a_placing_stays_as_it_was() {
        assertThat(components().placings(WORKSPACE, WORKFLOW)).doesNotContainKey(component);
        Placing named = new Placing(Optional.of("Mine"), Optional.empty());
        assertThat(components().place(WORKSPACE, WORKFLOW, component, named)).isEqualTo(named);

        Placing both =
                components().place(WORKSPACE, WORKFLOW, component, new Placing(Optional.empty(), Optional.of(HERE)));

        assertThat(both).isEqualTo(new Placing(Optional.of("Mine"), Optional.of(HERE)));
        assertThat(components().placings(WORKSPACE, WORKFLOW)).containsEntry(component, both);
        assertThat(components().placings(OTHER_WORKSPACE, WORKFLOW)).isEmpty();
        assertThat(components().placings(WORKSPACE, OTHER_WORKFLOW)).doesNotContainKey(component);
    }
}
