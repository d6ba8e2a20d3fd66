package dev.lockstep.engine.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class JqTest {
    private static Jq parsed(String source) {
        Faults faults = new Faults();
        Jq query = Jq.parse(source, "filter", faults);
        assertThat(faults.list()).isEmpty();
        return query;
    }

    private static JsonNode run(String source, String input) throws JqException {
        ArrayNode outputs = Json.array();
        parsed(source).run(Json.read(input)).forEach(outputs::add);
        // As text: a number is the same however it is held.
        return Json.read(Json.write(outputs));
    }

    @ParameterizedTest
    @CsvFileSource(
            resources = "conformance.txt",
            delimiterString = " ==> ",
            quoteCharacter = '\u0001',
            ignoreLeadingAndTrailingWhitespace = true,
            maxCharsPerColumn = 8_192)
    void comes_to_what_the_manual_says(String source, String input, String outputs) throws JqException {
        assertThat(run(source, input)).isEqualTo(Json.read(outputs));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ==> ", quoteCharacter = '\u0001', textBlock = """
            .a ==> [1] ==> Cannot index array with string "a"
            .[] ==> null ==> Cannot iterate over null (null)
            .a + 1 ==> {"a":{"b":"a long text"}} ==> object ({"b":"a lon...) and number (1) cannot be added
            1 / 0 ==> null ==> number (1) and number (0) cannot be divided because the divisor is zero
            error("no \\(.what)") ==> {"what":"funds"} ==> no funds
            error ==> {"code":7} ==> {"code":7} (not a string)
            error(null) ==> 1 ==> null (not a string)
            1, 2, error("late") ==> null ==> late
            path(1 + 1) ==> null ==> Invalid path expression with result 2
            (.a | tostring | .b) |= 1 ==> {} ==> Invalid path expression near attempt to access element "b" of "null"
            test("(?=a)") ==> "a" ==> "(?=a)" cannot be matched: lookarounds are not supported, so that matching takes linear time
            test("(a)\\\\1") ==> "a" ==> "(a)\\\\1" cannot be matched: backreferences are not supported, so that matching takes linear time
            test("a"; "l") ==> "a" ==> the modifier l is not supported
            now ==> null ==> there is no clock here: the query is not told the time
            reduce range(100) as $i (1; [.]) ==> null ==> the result nests more than 64 deep
            "\\ud83d" ==> null ==> the result cannot be told: a text has half a surrogate pair, which is no character
            """)
    void fails_in_the_words_of_jq(String source, String input, String message) {
        assertThatThrownBy(() -> run(source, input)).isInstanceOfSatisfying(JqException.class, failure -> {
            assertThat(failure.name()).isEqualTo(JqException.ERROR);
            assertThat(failure).hasMessage(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ==> ", quoteCharacter = '\u0001', textBlock = """
            .a | ==> unexpected end of the query, a filter is expected at line 1, column 5
            .a b ==> unexpected 'b', the end of the query is expected at line 1, column 4
            [1, 2 ==> unexpected end of the query, ']' is expected at line 1, column 6
            {a: 1, ==> unexpected end of the query, the key of a field is expected at line 1, column 7
            {(1)} ==> unexpected '}', ':' is expected at line 1, column 5
            if . then 1 ==> unexpected end of the query, 'end' is expected at line 1, column 12
            "abc ==> the text has no end at line 1, column 1
            "a\\(1 ==> unexpected end of the query, ')' is expected at line 1, column 6
            "\\x" ==> this is no escape that a text may have at line 1, column 2
            "\\u12g4" ==> \\u is followed by four hexadecimal digits at line 1, column 2
            .a & .b ==> unexpected character '&' at line 1, column 4
            nope ==> nope/0 is not defined at line 1, column 1
            1 | map(., nope(1)) ==> nope/1 is not defined at line 1, column 12
            $x ==> $x is not defined at line 1, column 1
            (1 as $x | $x) | $x ==> $x is not defined at line 1, column 18
            def f(g): g; f ==> f/0 is not defined at line 1, column 14
            _modify(.a; 1) ==> _modify/2 is not defined at line 1, column 1
            break $out ==> there is no label $out here at line 1, column 1
            @nope ==> @nope is not a valid format at line 1, column 1
            1 == 2 == 3 ==> unexpected '==', the end of the comparison is expected at line 1, column 8
            .a = .b = 1 ==> unexpected '=', the end of the assignment is expected at line 1, column 9
            . as [] | 1 ==> unexpected ']', a variable is expected at line 1, column 7
            reduce .[] as $x (0) ==> unexpected ')', ';' is expected at line 1, column 20
            env.PATH ==> env is not available: a query reaches nothing but its input at line 1, column 1
            $ENV.PATH ==> $ENV is not available: a query reaches nothing but its input at line 1, column 1
            input ==> input is not available: a query reaches nothing but its input at line 1, column 1
            [inputs] ==> inputs is not available: a query reaches nothing but its input at line 1, column 2
            debug("x") ==> debug is not available: a query reaches nothing but its input at line 1, column 1
            halt_error(1) ==> halt_error is not available: a query reaches nothing but its input at line 1, column 1
            input_filename ==> input_filename is not available: a query reaches nothing but its input at line 1, column 1
            include "a"; . ==> include is not available: a query reaches nothing but its input at line 1, column 1
            import "a" as a; . ==> import is not available: a query reaches nothing but its input at line 1, column 1
            """)
    void what_is_no_query_is_refused_with_its_place(String source, String message) {
        Faults faults = new Faults();
        Jq.parse(source, "steps[0].filter", faults);
        assertThat(faults.list()).singleElement().satisfies(fault -> {
            assertThat(fault.path()).isEqualTo("steps[0].filter");
            assertThat(fault.message()).isEqualTo(message);
        });
    }

    @Test
    void lines_and_comments_are_read() throws JqException {
        String source =
                "# the sum\ndef sum: # of numbers\n  reduce .[] as $x (0; . + $x);\n\n.a\n  | sum\r\n  # the end";

        assertThat(run(source, "{\"a\":[1,2]}")).hasToString("[3]");

        Faults faults = new Faults();
        Jq.parse(".a\n  | nope", "filter", faults);
        assertThat(faults.list().getFirst().message()).isEqualTo("nope/0 is not defined at line 2, column 5");
    }

    @Test
    void the_time_is_what_it_is_told() throws JqException {
        List<JsonNode> outputs =
                parsed("now, (now | todate)").run(Json.object(), Instant.parse("2026-05-01T10:20:30.500Z"));

        assertThat(outputs).hasToString("[1.7776308305E9, \"2026-05-01T10:20:30Z\"]");
    }

    @Test
    void the_input_stays_as_it_is() throws JqException {
        JsonNode input = Json.read("{\"a\":[1,2],\"b\":{\"c\":1}}");
        JsonNode before = input.deepCopy();

        parsed(".a[0] = 9 | .b.c |= . + 1 | del(.a[1]) | .d = 1").run(input);

        assertThat(input).isEqualTo(before);
    }

    @Test
    void what_was_changed_is_still_what_it_was_under_its_old_name() throws JqException {
        assertThat(run(". as $o | .a = 2 | .b = 3 | [$o, .]", "{\"a\":1}"))
                .hasToString("[[{\"a\":1},{\"a\":2,\"b\":3}]]");
        assertThat(run(". as $o | .[1] = 2 | .[3] = 3 | [$o, ., ($o | .[0] = 9), $o]", "[1]"))
                .hasToString("[[[1],[1,2,null,3],[9],[1]]]");
        assertThat(run("[foreach range(3) as $i ([]; . + [$i])]", "null")).hasToString("[[[0],[0,1],[0,1,2]]]");
        assertThat(run("[foreach (\"a\", \"b\", \"a\") as $k ({}; .[$k] += 1)]", "null"))
                .hasToString("[[{\"a\":1},{\"a\":1,\"b\":1},{\"a\":2,\"b\":1}]]");
        assertThat(run("[.[] as $x | .[0] = $x | .[0]]", "[1,2,3]")).hasToString("[[1,2,3]]");
        assertThat(run(". + . | . + [0]", "[1]")).hasToString("[[1,1,0]]");
    }

    @Test
    void a_loop_adds_to_an_array_without_copying_it_each_time() throws JqException {
        assertThat(run("reduce range(20000) as $i ([]; . + [$i]) | length", "null"))
                .hasToString("[20000]");
        assertThat(run("reduce range(10000) as $i ({}; .[\"k\\($i)\"] = $i) | length", "null"))
                .hasToString("[10000]");
    }

    @Test
    void a_recursion_is_as_deep_as_memory_allows() throws JqException {
        assertThat(run("def sum: if . == 0 then 0 else . + (. - 1 | sum) end; 10000 | sum", "null"))
                .hasToString("[50005000]");
        assertThat(run("last(range(20000))", "null")).hasToString("[19999]");
        assertThat(run("def count: if . < 20000 then . + 1 | count else . end; 0 | count", "null"))
                .hasToString("[20000]");
    }

    @Test
    void digits_that_a_double_has_not_got_are_kept_where_nobody_reckons() throws JqException {
        String input = "{\"id\":9007199254740993,\"big\":123456789012345678901234567890}";

        assertThat(run("{n: .id, b: .big}, (.id | tostring), .id + 0", input))
                .hasToString(
                        "[{\"n\":9007199254740993,\"b\":123456789012345678901234567890},\"9007199254740993\",9007199254740992]");
        assertThat(run("[.[0] == .[1], .[0] > .[1]]", "[9007199254740993,9007199254740992]"))
                .hasToString("[[false,true]]");
    }

    @Test
    void a_query_serves_many_threads() {
        Jq query = parsed("[.[] | {n: ., s: (tostring | test(\"^[0-9]+$\"))}] | group_by(.s) | map(length)");
        JsonNode input = Json.read("[1,2,3,\"x\"]");

        List<String> outputs = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> {
                    try {
                        return query.run(input).toString();
                    } catch (JqException e) {
                        return String.valueOf(e.getMessage());
                    }
                })
                .distinct()
                .toList();

        assertThat(outputs).containsExactly("[[1,3]]");
    }
}
