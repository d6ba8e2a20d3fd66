package dev.lockstep.dialects.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataPathTest {
    private static String written(String path) throws DataPath.Unsupported {
        return new DataPath(
                        path,
                        (first, second, whole) ->
                                second.equals("env") ? "null" : first + "/" + second + (whole ? "!" : ""),
                        inner -> "<" + inner + ">")
                .expression();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "workflow.input           => workflow/input!",
                "workflow.input.a.b       => workflow/input.a.b",
                "t.output.list[0]         => $jsonpath(t/output, \".list[0]\")",
                "t.output['a \"key\"'].x  => $jsonpath(t/output, \"['a \\\"key\\\"'].x\")",
                "t.output.*               => $jsonpath(t/output, \".*\")",
                "t.output.list.length()   => $jsonpath(t/output, \".list.length()\")",
                "t.output.a'b             => $jsonpath(t/output, \".a'b\")",
                "t.output..x              => $jsonpath(t/output, \"..x\")",
                "t.output[?(@.x>1)]       => $jsonpath(t/output, \"[?(@.x>1)]\")",
                "t.output.${a.b}          => $jsonpath(t/output, \".\" & ($i := <a.b>; $exists($i) ? $string($i) : \"null\"))",
                "t.output.x[${a}].d       => $jsonpath(t/output, \".x[\" & ($i := <a>; $exists($i) ? $string($i) : \"null\") & \"].d\")",
                "t.output.${b.${c}}       => $jsonpath(t/output, \".\" & ($i := <b.${c}>; $exists($i) ? $string($i) : \"null\"))",
                "workflow.env.PATH        => null",
            })
    void a_path_is_written_as_jsonata(String path, String expected) throws DataPath.Unsupported {
        assertThat(written(path)).isEqualTo(expected);
    }

    @Test
    void a_name_that_is_no_plain_one_stands_in_backticks() throws DataPath.Unsupported {
        assertThat(written("t.output.a-b.c d")).isEqualTo("t/output.`a-b`.`c d`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "t.",
                "t[0]",
                "t.output.",
                "t.output[",
                "t.output[?(@.x=~/a/)]",
                "t.output.what()",
                "${x}.output",
                "t.${x}.y"
            })
    void what_is_no_path_or_not_understood_is_refused(String path) {
        assertThatThrownBy(() -> written(path)).isInstanceOf(DataPath.Unsupported.class);
    }

    @Test
    void a_text_stands_between_quotes_whatever_is_in_it() {
        assertThat(DataPath.literal("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }
}
