package dev.lockstep.adapters.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300, 100_000})
    void what_is_made_small_comes_back_and_tells_its_size_beforehand(int length) {
        String text = "ü".repeat(length);

        byte[] small = Gzip.compress(text);

        assertThat(Gzip.expand(small)).isEqualTo(text);
        assertThat(Gzip.size(small)).isEqualTo(2 * length);
    }
}
