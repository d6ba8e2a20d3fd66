package dev.lockstep.engine.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A query can neither hang, nor exhaust, nor crash who runs it. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class HostileJqTest {
    private static List<JsonNode> run(String source) throws JqException {
        Faults faults = new Faults();
        Jq query = Jq.parse(source, "filter", faults);
        assertThat(faults.list()).isEmpty();
        return query.run(Json.object());
    }

    private static String doublings(int times) {
        return Stream.generate(() -> "(.,.)")
                .limit(times)
                .reduce((a, b) -> a + "|" + b)
                .orElseThrow();
    }

    static List<String> hostile() {
        return List.of(
                "reduce (" + doublings(40) + ") as $x (0; $x)",
                "reduce range(1e12) as $i (0; $i)",
                "[range(1e12)] | length",
                "reduce range(40) as $i (\"x\"; . + .) | length",
                "\"x\" * 2000000000 | length",
                "def f: f; f",
                "def f: 1 + f; f",
                "def f: f | f; f",
                "def f: f, f; f",
                "def f(g): f(g | g); f(.)",
                "def f(g): f(def h: g; h); f(.)",
                "def f: [f]; f",
                "def f: try f catch f; f",
                "def f: label $x | f; f",
                "def f: {a: f}; f",
                "def f: (f) as $x | $x; f",
                "def f: . as {(f): $x} | $x; f",
                "def f: reduce f as $x (0; .); f",
                "def f: foreach f as $x (0; .); f",
                "def f: path(f); f",
                "def f: first(f), f; f",
                "def f: last(f); f",
                "def f: f // f; f",
                "def f: if f then f else f end; f",
                "def f: \"\\(f)\"; f",
                "def f: .[f]; f",
                "def f: (f) = f; f",
                "def f: [1] | sort_by(f); f",
                "def f: test(f); f",
                "def f: walk(f); f",
                "[recurse(.)] | length",
                "[repeat(1)]",
                "last(repeat(1))",
                "until(false; .)",
                "[while(true; .)]",
                "path(repeat(.a))",
                "reduce range(1e6) as $i (1; [.])",
                "reduce range(5000) as $i (1; [.]) | tojson",
                "reduce range(5000) as $i (1; [.]) | . == .",
                "reduce range(1e6) as $i ([]; . + [$i])",
                "reduce range(1e6) as $i ({}; .[\"\\($i)\"] = $i)",
                "reduce range(60) as $i ([1]; [., .])",
                "reduce range(60) as $i ([1]; [., .]) | tojson",
                "reduce range(60) as $i ([1]; [., .]) | flatten",
                "reduce range(60) as $i ([1]; [., .]) | [..] | length",
                "reduce range(60) as $i ([1]; [., .]) | . == .",
                "reduce range(60) as $i ([1]; [., .]) | tostream",
                "reduce range(60) as $i ([1]; [., .]) | walk(.)",
                "reduce range(60) as $i ({}; {a: ., b: .}) | . * .",
                "reduce range(60) as $i ({}; {a: ., b: .}) | @html",
                "[limit(90000; repeat(\"x\" * 1000))] | add",
                "[limit(90000; repeat(\"x\" * 1000))] | join(\"x\" * 1000)",
                "\"x\" * 1000000 | [match(\"\"; \"g\")] | length",
                "\"x\" * 1000000 | explode",
                "\"x\" * 1000000 | split(\"\")",
                "\"x\" * 100000 | gsub(\"x\"; \"y\" * 1000)",
                "[range(1e5)] | [limit(1e5; repeat(.))] | add",
                "[range(90000)] | . - .",
                "[range(90000)] | .[1e12] = 1",
                "null | .[1e6] = 1",
                "[range(300)] | combinations(10)",
                "[range(100000) | \"(a{43}){43}\\(.)\" as $p | \"a\" | test($p)] | length",
                "[range(10000) | \"ab\" * 1000 | test(\"((a|b)+)+c\")] | length",
                "\"a\" * 500000 | indices(\"a\" * 250000) | length",
                "(\"a\" * 1000000) as $a | [range(1e6) | $a == (\"a\" * 1000000)] | length",
                "[foreach range(1e5) as $i ([]; .[$i] = $i)] | map(.[0]) | length",
                "def f: (., .) | f; [limit(100000; f)]",
                "setpath([range(1e5) | \"a\"]; 1)",
                "\"é\" * 500000 | @uri",
                "\"\\\"\" * 900000 | tojson");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void is_held_within_bounds(String source) {
        assertThatThrownBy(() -> run(source))
                .isInstanceOfSatisfying(
                        JqException.class, failure -> assertThat(failure.name()).isEqualTo(JqException.LIMIT));
    }

    @Test
    void a_pattern_that_makes_others_backtrack_takes_linear_time() throws JqException {
        assertThat(run("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\" | test(\"^(a+)+$\")"))
                .hasToString("[false]");
    }

    @Test
    void no_query_catches_its_bounds() {
        assertThatThrownBy(() -> run("try (\"x\" * 2000000000) catch 1"))
                .hasMessage("a text is longer than 1048576 characters");
        assertThatThrownBy(() -> run("[.[]?, (\"x\" * 2000000000)?] // 1"))
                .hasMessage("a text is longer than 1048576 characters");
    }

    static List<String> towers() {
        return Stream.of(
                        "(",
                        "[",
                        "{a:",
                        "-",
                        "if ",
                        "try ",
                        "[.[",
                        ".[",
                        "\"\\(",
                        "def f: ",
                        "label $x | ",
                        ". as [$a] | ",
                        ". as [[",
                        "1 as $x | ",
                        "reduce (",
                        "{(",
                        "f(",
                        "1 | def f: 1; ",
                        ". as {a: ")
                .map(part -> part.repeat(Limits.SOURCE / part.length()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("towers")
    void nests_no_deeper_than_the_parser_can(String source) {
        Faults faults = new Faults();
        Jq.parse(source, "filter", faults);
        assertThat(faults.list())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"|.", ",1", "+1", ".a", "[0]?", "//0", "?", " and 1", " or 0", "*1", "|tojson"})
    void chains_as_long_as_a_source_may_be_end_in_words_or_values(String link) {
        String source = ".b" + link.repeat((Limits.SOURCE - 2) / link.length());
        Faults faults = new Faults();
        Jq query = Jq.parse(source, "filter", faults);
        assertThat(faults.list()).isEmpty();
        try {
            assertThat(query.run(Json.object())).isNotEmpty();
        } catch (JqException e) {
            assertThat(e.name()).isIn(JqException.ERROR, JqException.LIMIT);
        }
    }

    @Test
    void is_no_longer_than_it_may_be() {
        Faults faults = new Faults();
        Jq.parse(" ".repeat(Limits.SOURCE + 1), "filter", faults);
        assertThat(faults.list().getFirst().message()).startsWith("a query has at most 65536 characters");
    }

    @Test
    void the_thread_s_stack_does_not_grow_with_a_query() throws InterruptedException {
        List<String> recursive = hostile().stream()
                .filter(source -> source.startsWith("def ") || source.contains("range(5000)"))
                .toList();
        List<String> ends = new CopyOnWriteArrayList<>();
        Thread small = new Thread(
                null,
                () -> {
                    for (String source : recursive) {
                        try {
                            run(source);
                            ends.add("a value");
                        } catch (JqException e) {
                            ends.add(e.name());
                        } catch (Error e) {
                            ends.add(e.toString());
                        }
                    }
                },
                "small",
                512 * 1024);
        small.start();
        small.join();

        assertThat(ends).hasSize(recursive.size()).containsOnly(JqException.LIMIT);
    }

    @Test
    void an_error_tells_only_characters_and_not_too_many() {
        assertThatThrownBy(() -> run("error(\"x\" * 5000)")).hasMessage("x".repeat(1_000) + "…");
        assertThatThrownBy(() -> run("error(\"\\ud83da\")")).hasMessage("?a");
    }
}
