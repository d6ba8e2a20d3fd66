package dev.lockstep.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UlidIdsTest {
    private final UlidIds ids = new UlidIds();

    @Test
    void ids_are_26_characters_after_a_prefix_and_sort_in_the_order_in_which_they_were_made() {
        List<String> made =
                Stream.generate(() -> ids.execution().value()).limit(5_000).toList();

        assertThat(made).allMatch(id -> id.matches("ex-[0-7][0-9a-hjkmnp-tv-z]{25}"));
        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(ids.workflow().value()).matches("wf-[0-9a-hjkmnp-tv-z]{26}");
    }

    @Test
    void a_secret_is_32_bytes_that_never_repeat() {
        List<String> made = Stream.generate(ids::secret).limit(100).toList();

        assertThat(made).allMatch(secret -> secret.matches("[A-Za-z0-9_-]{43}")).doesNotHaveDuplicates();
    }

    @Test
    void a_uuid_never_repeats() {
        assertThat(Stream.generate(ids::uuid).limit(100)).doesNotHaveDuplicates();
    }
}
