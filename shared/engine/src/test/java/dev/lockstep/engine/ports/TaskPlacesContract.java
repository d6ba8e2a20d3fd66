package dev.lockstep.engine.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.TaskPlaces.Holder;
import dev.lockstep.engine.ports.TaskPlaces.Kind;
import dev.lockstep.engine.ports.TaskPlaces.Place;
import dev.lockstep.engine.ports.TaskPlaces.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of places must do. */
public abstract class TaskPlacesContract {
    private static final Row ROW = new Row(new TaskType(Samples.WORKSPACE, "send mail: grüße #1"), Kind.IN_PROGRESS);
    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00.123456Z");

    protected abstract TaskPlaces places();

    private static Place place(int number, String by) {
        Holder holder =
                new Holder(new ExecutionId("ex-1"), new StageRunKey("a", Iteration.of(0, 7)), 2, by + "#0123", 5);
        return new Place(number, holder, LATER);
    }

    private boolean take(Place place) {
        return places().take(ROW, place, Optional.empty());
    }

    @Test
    void a_place_is_one_holders_alone() {
        assertThat(take(place(3, "one"))).isTrue();

        assertThat(take(place(3, "other"))).isFalse();
        assertThat(take(place(4, "other"))).isTrue();
        assertThat(places().taken(ROW)).containsExactlyInAnyOrder(place(3, "one"), place(4, "other"));
    }

    @Test
    void places_are_of_a_type_a_workspace_and_a_kind() {
        take(place(0, "one"));

        for (Row other : List.of(
                new Row(ROW.type(), Kind.HANDED_OUT),
                new Row(new TaskType(Samples.WORKSPACE, "other"), ROW.kind()),
                new Row(new TaskType(Samples.OTHER_WORKSPACE, ROW.type().name()), ROW.kind()))) {
            assertThat(places().taken(other)).isEmpty();
            assertThat(places().take(other, place(0, "other"), Optional.empty()))
                    .isTrue();
        }
    }

    @Test
    void whoever_knows_who_has_a_place_takes_it_once() {
        take(place(0, "one"));

        assertThat(places().take(ROW, place(0, "two"), Optional.of(place(0, "one"))))
                .isTrue();
        assertThat(places().take(ROW, place(0, "three"), Optional.of(place(0, "one"))))
                .isFalse();
        assertThat(places().take(ROW, place(1, "four"), Optional.of(place(1, "one"))))
                .isFalse();
        assertThat(places().taken(ROW)).containsExactly(place(0, "two"));
    }

    @Test
    void a_place_is_left_by_its_holder_alone() {
        take(place(0, "one"));

        places().leave(ROW, place(0, "other"));
        assertThat(places().taken(ROW)).hasSize(1);
        places().leave(ROW, place(0, "one"));
        places().leave(ROW, place(0, "one"));

        assertThat(places().taken(ROW)).isEmpty();
        assertThat(take(place(0, "two"))).isTrue();
    }

    @Test
    void of_many_at_once_one_has_a_place() {
        long taken = IntStream.range(0, 16)
                .parallel()
                .filter(number -> take(place(0, "w" + number)))
                .count();

        assertThat(taken).isEqualTo(1);
    }
}
