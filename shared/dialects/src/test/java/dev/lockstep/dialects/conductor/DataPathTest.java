package dev.lockstep.dialects.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataPathTest {
    private static String written(String path) throws DataPath.Unsupported {
        return new DataPath(path, (first, second) -> first + "/" + second).expression();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "workflow.input           => workflow/input",
                "workflow.input.a.b       => workflow/input.a.b",
                "t.output.list[0]         => t/output.list[0]",
                "t.output.list[-1].x      => t/output.list[-1].x",
                "t.output['a key'].x      => t/output.`a key`.x",
                "t.output[\"k\"]          => t/output.k",
                "t.output.list[*].x       => t/output.list[].x",
                "t.output.*               => t/output.*[]",
                "t.output.list.length()   => $count(t/output.list)",
                "t.output.a-b             => t/output.`a-b`",
            })
    void a_path_is_written_as_jsonata(String path, String expected) throws DataPath.Unsupported {
        assertThat(written(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "t.", "t.output..x", "t.output[", "t.output[?(@.x>1)]", "t.output.a`b", "t.output.${x}"
            })
    void what_is_no_path_or_not_understood_is_refused(String path) {
        assertThatThrownBy(() -> written(path)).isInstanceOf(DataPath.Unsupported.class);
    }

    @Test
    void a_text_stands_between_quotes_whatever_is_in_it() {
        assertThat(DataPath.literal("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }
}
