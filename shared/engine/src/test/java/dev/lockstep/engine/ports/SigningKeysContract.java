package dev.lockstep.engine.ports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What everything that keeps the signing key must do. */
public abstract class SigningKeysContract {
    /** Each as another function would see it. */
    protected abstract SigningKeys keys();

    @Test
    void whoever_reads_only_makes_no_key() {
        assertThat(keys().existing()).isEmpty();
        assertThat(keys().existing()).isEmpty();
    }

    @Test
    void the_key_is_the_same_for_all_from_its_making_on() {
        SigningKeys reader = keys();
        assertThat(reader.existing()).isEmpty();

        byte[] made = keys().current();

        assertThat(made).hasSize(32);
        assertThat(keys().current()).isEqualTo(made);
        assertThat(reader.existing())
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(made));
        assertThat(keys().existing())
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(made));
    }

    @Test
    void what_a_caller_does_with_its_copy_changes_nothing() {
        SigningKeys keys = keys();
        byte[] before = keys.current().clone();
        keys.current()[0] ^= 1;

        assertThat(keys.current()).isEqualTo(before);
    }
}
