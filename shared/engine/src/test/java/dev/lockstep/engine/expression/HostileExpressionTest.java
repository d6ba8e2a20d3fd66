package dev.lockstep.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class HostileExpressionTest {
    static Stream<String> tooMuchToParse() {
        return Stream.of(
                "(".repeat(4_000),
                "(".repeat(2_000) + "1" + ")".repeat(2_000),
                "[".repeat(1_500) + "]".repeat(1_500),
                "{'a':".repeat(600) + "1" + "}".repeat(600),
                "- ".repeat(2_000) + "1",
                "1?".repeat(700) + "1" + ":1".repeat(700),
                "1&".repeat(2_000) + "1",
                "a.".repeat(2_000) + "a",
                "a" + "[0]".repeat(1_300),
                "a" + "()".repeat(2_000),
                "$f := ".repeat(600) + "1",
                "(".repeat(40) + "1" + " ?? 2)".repeat(40),
                "(".repeat(40) + "1" + " ?: 2)".repeat(40),
                "1,".repeat(2_000),
                "/",
                "/(a+)+$/",
                "x".repeat(5_000),
                "function($x)<" + "a+".repeat(100) + ">{1}",
                "1~>".repeat(1_000) + "$f");
    }

    @ParameterizedTest
    @MethodSource("tooMuchToParse")
    void refusesAtRegistration(String expression) {
        Faults faults = new Faults();
        Expression.parse(expression, "expression", faults);
        assertThat(faults.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "($f := function($x) { $f($x) }; $f(1))",
                "($f := function($x) { 1 + $f($x) }; $f(1))",
                "($f := function($x) { [$f($x)] }; $f(1))",
                "($f := function($n) { $n < 2 ? 1 : $f($n - 1) + $f($n - 2) }; $f(60))",
                "($d := function($s, $n) { $n = 0 ? $s : $d($s & $s, $n - 1) }; $d('x', 40))",
                "($d := function($s, $n) { $n = 0 ? $s : $d([$s, $s], $n - 1) }; $d('x', 40))",
                "($d := function($s, $n) { $n = 0 ? $s : $d([[$s], [$s]], $n - 1) }; $string($d('x', 40)))",
                "($d := function($s, $n) { $n = 0 ? $s : $d({'a': $s, 'b': $s}, $n - 1) }; $d('x', 40) = $d('x', 40))",
                "($d := function($s, $n) { $n = 0 ? $s : $d({'a': $s}, $n - 1) }; $d('x', 5000))",
                "[1..10000000]",
                "[1..100000000000]",
                "$map([1..100000], function($x) { [1..100000] })",
                "$reduce($map([1..1000], function($x) { [1..1000] }), $append)",
                "$reduce([1..100000], function($a, $x) { $append($a, [1..1000]) }, [])",
                "$reduce([1..1000], function($a, $x) { $a & $pad('x', 100000) }, '')",
                "$map([1..100000], $pad(?, 1000000))",
                "$map([1..100000], function($x) { $pad('x', 1000000) })",
                "$pad('x', 1000000000)",
                "$pad('x', -9000000000000)",
                "($s := $pad('x', 1000000); $join($map([1..100000], function($x) { $s }), $s))",
                "($s := $pad('x', 1000000); $replace($s, 'x', $s))",
                "($s := $pad('x', 1000000); $string($map([1..100000], function($x) { $s })))",
                "($s := $pad('x', 1000000); [$s, $s, $s, $s] & [$s, $s, $s, $s] & [$s, $s, $s, $s])",
                "($a := [1..100000]; [$a, $a, $a, $a])",
                "($a := [1..100000]; $a.$a)",
                "($a := [1..100000]; $a[$a])",
                "($a := [1..100000]; $a{'k': $})",
                "($a := [1..100000]; $zip($a, $a, $a, $a) ~> $map(function($x) { $a }))",
                "$distinct($map([1..100000], function($i) { [[$i, 3200000 - 31 * $i]] }))",
                "$spread($map([1..100000], function($i) { {$string($i): 1, 'a': 2} }))",
                "$sort([1..100000], function($a, $b) { $sum([1..1000]) > $a })",
                "$round(1.5, 1000000000)",
                "$formatInteger(1000000000000, 'I')",
                "$formatInteger(5, $pad('0', 1000000, '0'))",
                "$formatNumber(5, $pad('0', 1000000, '0'))",
                "$toMillis($pad('1', 100, '1'), '[Y][Y][Y][Y][Y][Y][Y][Y]x')",
            })
    void isStopped(String expression) {
        Expression parsed = Expression.of(expression);
        assertThatThrownBy(() -> parsed.evaluate(Json.object())).isInstanceOf(EvaluationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$replace($pad('a', 100, 'a') & 'b', '(a+)+$', 'x', 1)",
                "$split($pad('a', 100, 'a') & 'b', '(a+)+$')",
                "$contains($pad('a', 100, 'a') & 'b', '(a+)+$')",
                "($f := function($n, $a) { $n = 0 ? $a : $f($n - 1, $a + $n) }; $f(10000, 0))",
                "$sum($map([1..10000], function($i) { $i * 2 }))",
                "$count($filter([1..20000], function($i) { $i % 2 = 0 }))",
                "$length($reduce([1..500], function($a, $x) { $a & 'x' }, ''))",
                "1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1&1",
            })
    void isWithinBounds(String expression) throws EvaluationException {
        assertThat(Expression.of(expression).evaluate(Json.object()).isNull()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "($x := a; $x(1))",
                "($x := a; [1].$x(1))",
                "($x := a; 1 ~> $x())",
                "($string := a; $string(1))",
                "function($f) { $f(1) }(a)",
                "function($f) { ($g := $f; $g(1)) }(a)",
                "$map([1], function($v) { ($x := a; $x($v)) })"
            })
    @ResourceLock(Resources.SYSTEM_OUT)
    void dataThatIsCalledStaysOutOfTheLog(String expression) {
        Faults faults = new Faults();
        Expression parsed = Expression.parse(expression, "expression", faults);
        assertThat(faults.list()).isEmpty();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThatThrownBy(() -> parsed.find(Json.read("{\"a\": \"secret\"}")))
                    .isInstanceOf(EvaluationException.class)
                    .hasMessageContaining("not a function")
                    .hasMessageNotContaining("secret");
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(a)(1)", "$string(1)(2)", "{'a': 1}(1)", "a{b: c}(1)", "[a](1)", "a.b(1)", "'a'(1)", "$(1)"})
    void whatHasNoNameIsNotCalled(String expression) {
        Faults faults = new Faults();
        Expression.parse(expression, "expression", faults);
        assertThat(faults.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f(5))            | 120
            ($f := function($n, $s) { $n = 0 ? $s : $f($n - 1, $s + 1) }; $f(900, 0)) | 900
            function($f) { $f(2) }(function($x) { $x * 2 })                          | 4
            λ($x) { $x + 1 }(1)                                                      | 2
            ($twice := function($f) { function($x) { $f($f($x)) } }; $g := $twice(function($y) { $y + 3 }); $g(1)) | 7
            ($f := $substring(?, 0, 2); $length($f('abc')))                          | 2
            ($f := function($x, $y) { $x + $y }; $g := $f(?, 1); $g(2))              | 3
            ($f := $string ~> $length; $f('abc'))                                    | 3
            ($f := function($x) { $x + 1 }; 1 ~> $f())                               | 2
            [1, 2].($f := function($x) { $x }; $f($)) ~> $sum()                      | 3
            """)
    void functionsAreCalledByTheirNames(String expression, int expected) throws EvaluationException {
        Faults faults = new Faults();
        Expression parsed = Expression.parse(expression, "expression", faults);
        assertThat(faults.list()).isEmpty();
        assertThat(parsed.find(Json.object()).orElseThrow().intValue()).isEqualTo(expected);
    }
}
