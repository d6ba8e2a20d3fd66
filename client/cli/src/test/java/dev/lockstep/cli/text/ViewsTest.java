package dev.lockstep.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest {
    private static final View TABLE =
            Table.of(Column.at("id", "/id"), Column.status("status", "/status"), Column.at("tags", "/tags"));

    private static String shown(View view, String json, Style style) {
        StringWriter text = new StringWriter();
        view.print(JsonText.read(json), new PrintWriter(text, true), style);
        return text.toString();
    }

    @Test
    void a_table_is_as_wide_as_what_is_in_it() {
        assertThat(shown(TABLE, """
                        [{"id":"a","status":"COMPLETED","tags":["x","y"]},{"id":"longer","status":"FAILED"},{"id":7}]""", Style.PLAIN)).isEqualTo("""
                ID      STATUS     TAGS
                a       COMPLETED  x, y
                longer  FAILED
                7
                """);
    }

    @Test
    void colour_changes_no_width() {
        String coloured = shown(TABLE, "[{\"id\":\"a\",\"status\":\"FAILED\",\"tags\":[\"x\"]}]", Style.COLOURED);

        assertThat(coloured).contains("\u001b[31mFAILED\u001b[0m  x");
        assertThat(coloured.replaceAll("\u001b\\[\\d*m", ""))
                .isEqualTo(shown(TABLE, "[{\"id\":\"a\",\"status\":\"FAILED\",\"tags\":[\"x\"]}]", Style.PLAIN));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void an_empty_list_is_nothing(Style style) {
        assertThat(shown(TABLE, "[]", style)).isEmpty();
    }

    @Test
    void fields_that_there_are_not_are_left_out() {
        View fields = Fields.of(Column.at("id", "/id"), Column.at("why", "/why"), Column.at("longest", "/deep/down"));

        assertThat(shown(fields, "{\"id\":\"a\",\"why\":null,\"deep\":{\"down\":true}}", Style.PLAIN))
                .isEqualTo("id       a\nlongest  true\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J", "\u009b2J", "a\nb", "a\u202eb", "\u0007"})
    void what_would_move_the_cursor_does_not_get_there(String text) {
        assertThat(Terminal.printable(text)).doesNotContainPattern("[\\p{Cntrl}\\u0080-\\u009f\\u202e]");
    }

    @Test
    void a_status_that_nobody_knows_yet_has_no_colour() {
        assertThat(Style.COLOURED.status("NOVEL", "NOVEL")).isEqualTo("NOVEL");
    }
}
