package dev.lockstep.engine.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class ScriptTest {
    private static final Map<String, JsonNode> INPUT =
            Map.of("$", Json.read("{\"x\":3,\"a\":[1,2,3],\"s\":\"text\",\"o\":{\"b\":null}}"));

    private static Script parsed(String source, Script.Form form) {
        Faults faults = new Faults();
        Script script = Script.parse(source, form, "script", faults);
        assertThat(faults.list()).isEmpty();
        return script;
    }

    private static JsonNode run(String source) throws ScriptException {
        return parsed(source, Script.Form.SCRIPT).run(INPUT);
    }

    @ParameterizedTest
    @CsvFileSource(
            resources = "conformance.txt",
            delimiterString = " ==> ",
            quoteCharacter = '\u0001',
            ignoreLeadingAndTrailingWhitespace = true)
    void comesToWhatJavaScriptComesTo(String source, String value) throws ScriptException {
        assertThat(Json.read(Json.write(run(source)))).isEqualTo(Json.read(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var a = 1\nvar b = 2\na + b == 3",
                "let f = () => {\n  return\n  1\n}\nf() === undefined",
                "var i = 1, j = 2\ni\n++j\nj === 3",
                "var s = 'a\\\nb'; s === 'ab'",
                "`two\nlines`.length === 9",
                "// a comment\n/* another\n one */ true // the end",
                "var x = 1 /* \n */ var y = 2; x < y",
                "$\n  .a\n  .map(x => x + 1)\n  .includes(4)",
                "function a() { return b() }\nfunction b() { return true }\na()",
                "if ($.x)\n  true\nelse\n  false",
                "do true; while (false)\ntrue",
                "encode = 1\nencode === 1",
            })
    void readsLines(String source) throws ScriptException {
        assertThat(run(source)).isEqualTo(Json.read("true"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ==> ", quoteCharacter = '\u0001', textBlock = """
            return $.x + 1; ==> 4
            if ($.a) { return {r: 1} } ==> {"r":1}
            if ($.none) { return 1 } ==> null
            1; ==> null
            for (const x of $.a) { if (x > 1) return x } ==> 2
            var f = function () { return $.x }; return [f(), this === undefined]; ==> [3,true]
            return ==> null
            """)
    void runsTheBodyOfAFunction(String source, String value) throws ScriptException {
        assertThat(Json.read(Json.write(parsed(source, Script.Form.BODY).run(INPUT))))
                .isEqualTo(Json.read(value));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ==> ", quoteCharacter = '\u0001', textBlock = """
            $.nope.x ==> TypeError ==> Cannot read properties of undefined (reading 'x') (line 1, column 1)
            1; $.nope() ==> TypeError ==> $.nope is not a function (line 1, column 4)
            null.x = 1 ==> TypeError ==> Cannot set properties of null (setting 'x') (line 1, column 1)
            nope ==> ReferenceError ==> nope is not defined (line 1, column 1)
            const a = 1; a = 2 ==> TypeError ==> Assignment to constant variable. (line 1, column 14)
            a; let a = 1 ==> ReferenceError ==> Cannot access 'a' before initialization (line 1, column 1)
            throw new Error('no funds') ==> Error ==> no funds
            throw new RangeError('far') ==> RangeError ==> far
            throw {name: 'NoFunds', message: 'there are ' + $.x} ==> NoFunds ==> there are 3
            throw {code: 7} ==> Error ==> {"code":7}
            throw 'text' ==> Error ==> text
            throw null ==> Error ==> null
            var e = new Error('m'); e.name = 'Own'; throw e ==> Own ==> m
            (1).toFixed(101) ==> RangeError ==> toFixed() digits must be between 0 and 100 (line 1, column 1)
            [].reduce((a, b) => a) ==> TypeError ==> Reduce of empty array with no initial value (line 1, column 1)
            new (() => 1) ==> TypeError ==> (intermediate value) is not a constructor (line 1, column 1)
            1 in 'text' ==> TypeError ==> Cannot use 'in' operator to search for '1' in text (line 1, column 1)
            const [a] = 1 ==> TypeError ==> 1 is not iterable (line 1, column 1)
            const {a} = null ==> TypeError ==> Cannot destructure 'null' as it is null. (line 1, column 1)
            var o = Object.freeze({a: 1}); o.a = 2 ==> TypeError ==> Cannot assign to read only property 'a' of object (line 1, column 32)
            var a = []; a.push(a); a ==> TypeError ==> the result nests more than 64 deep, or holds itself (line 1, column 24)
            var a = []; a.push(a); JSON.stringify(a) ==> TypeError ==> Converting circular structure to JSON (line 1, column 24)
            Math.random() ==> Error ==> Math.random is not available: a script gives the same whenever it is run (line 1, column 1)
            Date.now() ==> Error ==> there is no clock here: the script is not told the time (line 1, column 1)
            new Date() ==> Error ==> there is no clock here: the script is not told the time (line 1, column 1)
            """)
    void failsInTheWordsOfJavaScript(String source, String name, String message) {
        assertThatThrownBy(() -> run(source)).isInstanceOfSatisfying(ScriptException.class, failure -> {
            assertThat(failure.name()).isEqualTo(name);
            assertThat(failure).hasMessage(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ==> ", quoteCharacter = '\u0001', textBlock = """
            var a = ; ==> Unexpected token ';' at line 1, column 9
            function f() { ==> Unexpected end of script at line 1, column 15
            'abc ==> the string has no end at line 1, column 1
            /* abc ==> the comment has no end at line 1, column 1
            `a${1 ==> Unexpected end of script at line 1, column 6
            @ ==> Invalid or unexpected token at line 1, column 1
            1 2 ==> Unexpected number at line 1, column 3
            return 1 ==> Illegal return statement at line 1, column 1
            break ==> Illegal break statement at line 1, column 1
            for (;;) { (() => { continue })() } ==> Illegal continue statement at line 1, column 21
            for (;;) { break nope } ==> Undefined label 'nope' at line 1, column 12
            let a; let a ==> Identifier 'a' has already been declared at line 1, column 12
            const a; ==> Missing initializer in declaration at line 1, column 7
            ({a = 1}) ==> Invalid shorthand property initializer at line 1, column 3
            1 = 2 ==> Invalid assignment target at line 1, column 1
            a + 1 = 2 ==> Invalid assignment target at line 1, column 1
            [a?.b] = [1] ==> Invalid assignment target at line 1, column 1
            -2 ** 2 ==> an operator before the base of ** must be in parentheses at line 1, column 4
            try { 1 } ==> Missing catch or finally after try at line 1, column 1
            10n ==> Invalid number at line 1, column 1
            010 ==> Invalid number at line 1, column 1
            class A {} ==> classes are not supported in scripts at line 1, column 1
            async function f() {} ==> async functions are not supported in scripts at line 1, column 1
            await 1 ==> async functions are not supported in scripts at line 1, column 1
            function* f() {} ==> generators are not supported in scripts at line 1, column 9
            ({get a() { return 1 }}) ==> getters and setters are not supported in scripts at line 1, column 3
            import x from 'y' ==> scripts cannot import at line 1, column 1
            a`b` ==> tagged templates are not supported in scripts at line 1, column 2
            with (a) {} ==> Unexpected token 'with' at line 1, column 1
            /(/ ==> Invalid regular expression: /(/: this is not a pattern that RE2 knows: missing closing ) at line 1, column 1
            /(?=a)/ ==> Invalid regular expression: /(?=a)/: lookarounds are not supported, so that matching takes linear time at line 1, column 1
            /(a)\\1/ ==> Invalid regular expression: /(a)\\1/: backreferences are not supported, so that matching takes linear time at line 1, column 1
            """)
    void refusesWhatIsNoScript(String source, String message) {
        Faults faults = new Faults();
        Script.parse(source, "steps[0].script", faults);
        assertThat(faults.list()).singleElement().satisfies(fault -> {
            assertThat(fault.path()).isEqualTo("steps[0].script");
            assertThat(fault.message()).isEqualTo(message);
        });
    }

    @Test
    void tellsTheLine() {
        Faults faults = new Faults();
        Script.parse("var a = 1;\nvar b = ;\n", "script", faults);
        assertThat(faults.list().get(0).message()).isEqualTo("Unexpected token ';' at line 2, column 9");
        assertThatThrownBy(() -> run("var a = 1;\n  if (a) {\n    $.b.c\n  }"))
                .isInstanceOfSatisfying(ScriptException.class, failure -> {
                    assertThat(failure.line()).isEqualTo(3);
                    assertThat(failure.column()).isEqualTo(5);
                });
    }

    @Test
    void knowsTheTimeThatItIsTold() throws ScriptException {
        Script script =
                parsed("[Date.now(), new Date().toISOString(), new Date(2026, 0).getHours()]", Script.Form.SCRIPT);
        assertThat(script.run(Map.of(), Instant.parse("2026-05-01T10:20:30.040Z")))
                .hasToString("[1777630830040,\"2026-05-01T10:20:30.040Z\",0]");
    }

    @Test
    void runsOnManyThreadsAtOnce() {
        Script script =
                parsed("var s = 0; for (const x of $.a) s += x; count = s; $.a.push(s); $.a", Script.Form.SCRIPT);
        IntStream.range(0, 400).parallel().forEach(i -> {
            try {
                assertThat(script.run(INPUT)).hasToString("[1,2,3,6]");
            } catch (ScriptException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void leavesItsInputAsItWas() throws ScriptException {
        run("$.a.push(4); $.x = 9; delete $.s; $");
        assertThat(INPUT.get("$")).hasToString("{\"x\":3,\"a\":[1,2,3],\"s\":\"text\",\"o\":{\"b\":null}}");
    }
}
