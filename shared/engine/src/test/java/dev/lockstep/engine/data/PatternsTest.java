package dev.lockstep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class PatternsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1,1000}){1,1000}",
                "((a{1000}){1000}){1000}",
                "((((a?){30}){30}){30})b",
                "(a{1000}\\){1000}){1000}",
                "(x(y{500}){500}",
                "(((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9})",
                "(",
                "(?=a)"
            })
    void what_is_too_large_or_no_pattern_is_refused(String source) {
        assertThatThrownBy(() -> Patterns.compile(source)).isInstanceOf(Patterns.Unusable.class);
    }

    @Test
    void parentheses_without_end_are_refused_or_compiled() {
        assertThatThrownBy(() -> Patterns.compile("(".repeat(100_000) + ")".repeat(100_000)))
                .isInstanceOf(Patterns.Unusable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                "(x|y){200}(z|w){200}",
                "a{1000}",
                "[{](\\{){2}\\p{Greek}{3}",
                "^(\\d{1,3}\\.){3}\\d{1,3}$"
            })
    void usual_patterns_are_taken(String source) throws Patterns.Unusable {
        assertThat(Patterns.compile(source).pattern()).isEqualTo(source);
    }

    @Test
    void a_schema_of_many_patterns_is_given_up_in_time() throws MalformedJson {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            all.append(i == 0 ? "" : ",")
                    .append("{\"pattern\":\"")
                    .append(".*".repeat(100))
                    .append("b\"}");
        }
        JsonSchema schema = JsonSchema.of(Json.parse("{\"properties\":{\"a\":{\"allOf\":[" + all + "]}}}"));

        assertThat(schema.validate(Json.object().put("a", "a".repeat(250_000)), "input"))
                .extracting(fault -> fault.message())
                .containsExactly("this cannot be checked against the schema within bounds");
    }
}
