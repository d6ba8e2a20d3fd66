package dev.lockstep.engine.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A script can neither hang, nor exhaust, nor crash who runs it, nor reach anything but its input. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class HostileScriptTest {
    private static JsonNode run(String source) throws ScriptException {
        Faults faults = new Faults();
        Script script = Script.parse(source, "script", faults);
        assertThat(faults.list()).isEmpty();
        return script.run(Map.of("$", Json.object()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true);",
                "for (;;) { try { throw 1 } catch (e) {} finally {} }",
                "try { while (true); } finally { while (true); }",
                "function f() { return f() } f()",
                "var f = () => [1].map(() => f()); f()",
                "var f = () => [3, 1, 2].sort(() => { try { f() } catch (e) {} }); f()",
                "function f() { return 'x'.replace(/x/, f) } f()",
                "function f(a = f()) {} f()",
                "function F() { new F() } new F()",
                "function f() { for (const {a = f()} of [{}]) {} } f()",
                "function f() { switch (1) { case f(): } } f()",
                "function f() { return JSON.stringify({toJSON: f}) } f()",
                "function f() { return Array.from({length: 1}, f) } f()",
                "function f() { new Map([[1, 2]]).forEach(f) } f()",
                "var f = {toString() { return '' + f }}; '' + f",
                "var f = () => 1; for (var i = 0; i < 1e5; i++) f = f.bind(1); f()",
                "var f = () => 1; for (;;) f = f.bind(1)",
                "var f = () => 1; for (;;) { let g = f; f = () => g() }",
                "var a = []; a.push(a); a.join()",
                "var a = [1]; for (var i = 0; i < 60; i++) a = [a, a]; a",
                "var a = [1]; for (var i = 0; i < 60; i++) a = [a, a]; a.join()",
                "var a = [1]; for (var i = 0; i < 60; i++) a = [a, a]; JSON.stringify(a)",
                "var a = [1]; for (var i = 0; i < 60; i++) a = {a, b: a}; JSON.stringify(a)",
                "var a = [1]; for (var i = 0; i < 60; i++) a = [a, a]; a.flat(Infinity)",
                "var a = []; for (;;) a.push(a.length)",
                "var a = []; for (;;) a = [a]",
                "var a = []; for (;;) a = a.concat(a, [1])",
                "var a = []; for (let i = 0; ; i++) a.push(() => i)",
                "var a = new Array(90000).fill(0); for (;;) { a.unshift(1); a.shift() }",
                "var a = new Array(90000).fill(0); for (;;) a.reverse()",
                "var a = new Array(90000).fill(0); for (;;) Math.max(...a)",
                "var a = []; for (const x of [1]) { for (;;) a.splice(0, 0, ...a, 1) }",
                "var a = [1]; for (const x of a) a.push(x)",
                "var o = {}; for (var i = 0; ; i++) o[i] = i",
                "var o = {}; for (var i = 0; i < 10000; i++) o[i] = i; for (;;) Object.keys(o)",
                "var m = new Map(); for (var i = 0; ; i++) m.set(i, i)",
                "var s = ['']; for (var i = 0; i < 16; i++) s = s.flatMap(x => [x + 'Aa', x + 'BB']); for (;;) new Set(s)",
                "new Array(1e9)",
                "var a = []; a[1e8] = 1",
                "var a = []; a.length = 4294967295",
                "Array.from({length: 1e9})",
                "var s = 'x'; for (;;) s += s",
                "var s = 'x'; for (;;) s = `${s}${s}`",
                "'x'.repeat(1e9)",
                "'x'.repeat(Number.MAX_VALUE)",
                "'xx'.padStart(1e9)",
                "[1, 2].join('x'.repeat(1e6)); new Array(1e5).join('x'.repeat(1e5))",
                "'x'.repeat(1000).replace(/x/g, '$`$`$`')",
                "'x'.repeat(1e6).split('')",
                "for (;;) 'x'.repeat(1e5).split('')",
                "for (;;) JSON.parse('[' + '1,'.repeat(1e5) + '1]')",
                "var a = 'a'.repeat(5e5), b = 'a'.repeat(25e4) + 'b'; for (;;) a.indexOf(b)",
                "var a = 'a'.repeat(5e5), b = 'b' + 'a'.repeat(25e4); for (;;) a.lastIndexOf(b)",
                "var a = 'a'.repeat(1e6), b = 'a'.repeat(1e6); for (;;) a == b",
                "for (;;) 'ab'.repeat(1000).replace(/((a|b)+)+c/g, '')",
                "'aaaaaaaaaa'.repeat(1e4).match(/(a.*b)|a/g)",
                "for (var i = 0; ; i++) new RegExp('(a{1,30}){1,30}' + i)",
                "var a = []; for (;;) a.push(new RegExp('(a{43}){43}'))",
                "for (;;) (1e-300).toFixed(100)",
                "for (;;) (1e308).toString(2)",
                "for (;;) 'é'.repeat(1e5).localeCompare('é'.repeat(1e5) + 'x')",
            })
    void isHeldWithinBounds(String source) {
        assertThatThrownBy(() -> run(source))
                .isInstanceOfSatisfying(
                        ScriptException.class,
                        failure -> assertThat(failure.name()).isEqualTo(ScriptException.LIMIT));
    }

    static List<String> towers() {
        return Stream.of(
                        "(",
                        "[",
                        "{",
                        "!",
                        "({a:",
                        "a=>",
                        "1?",
                        "1**",
                        "new ",
                        "`${",
                        "a=",
                        "function f(){",
                        "if(1);else ",
                        "typeof ",
                        "x:",
                        "-",
                        "f(",
                        "a[",
                        "[...",
                        "(a=",
                        "switch(1){case 1:",
                        "for(;;)",
                        "do ")
                .map(part -> part.repeat(Limits.SOURCE / part.length()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("towers")
    void nestsNoDeeperThanTheParserCan(String source) {
        Faults faults = new Faults();
        Script.parse(source, "script", faults);
        assertThat(faults.list())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("the script nests too deeply"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "+1", ".a", "()", ",1", "?.a", "[0]", "||0", "+'a'"})
    void chainsNoFurtherThanTheStackReaches(String link) {
        String source = "$" + link.repeat((Limits.SOURCE - 1) / link.length());
        Faults faults = new Faults();
        Script script = Script.parse(source, "script", faults);
        assertThat(faults.list()).isEmpty();
        assertThatThrownBy(() -> script.run(Map.of("$", Json.object()))).isInstanceOf(ScriptException.class);
    }

    @Test
    void hasNoMorePatternsThanMemoryHolds() {
        Faults faults = new Faults();
        Script.parse("/(a{43}){43}/;".repeat(100), "script", faults);
        assertThat(faults.list().get(0).message())
                .startsWith("the regular expressions of the script are too large together");
    }

    @Test
    void isNoLongerThanItMayBe() {
        Faults faults = new Faults();
        Script.parse(" ".repeat(Limits.SOURCE + 1), "script", faults);
        assertThat(faults.list().get(0).message()).startsWith("a script has at most 65536 characters");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ==> ", quoteCharacter = '\u0001', textBlock = """
            Java.type('java.lang.System') ==> Java is not defined
            java.lang.System.exit(1) ==> java is not defined
            require('fs') ==> require is not defined
            process.env ==> process is not defined
            globalThis ==> globalThis is not defined
            fetch('http://localhost') ==> fetch is not defined
            setTimeout(() => 1) ==> setTimeout is not defined
            console.log(1) ==> console is not defined
            this.constructor ==> Cannot read properties of undefined
            eval('1') ==> a script cannot make code of a text
            new Function('return 1')() ==> a script cannot make code of a text
            [].constructor.constructor('return 1')() ==> Cannot read properties of undefined
            (() => 1).constructor('return 1')() ==> (intermediate value).constructor is not a function
            ({}).__proto__.x = 1 ==> Cannot set properties of undefined
            Object.prototype.x = 1 ==> Cannot assign to read only property 'x'
            Array.prototype.map = 1 ==> Cannot assign to read only property 'map'
            Math.abs = 1 ==> Cannot assign to read only property 'abs'
            delete Math.abs ==> Cannot delete property 'abs'
            JSON.parse.x = 1 ==> Cannot create property 'x' on function
            (function () {}).prototype.x = 1 ==> Cannot set properties of undefined
            Object.setPrototypeOf({}, {}) ==> Object.setPrototypeOf is not a function
            Object.defineProperty({}, 'a', {}) ==> Object.defineProperty is not a function
            undefined = 1 ==> Cannot assign to read only property 'undefined'
            $.getClass() ==> $.getClass is not a function
            'a'.getBytes() ==> (intermediate value).getBytes is not a function
            """)
    void reachesNothingOutside(String source, String message) {
        assertThatThrownBy(() -> run(source))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining(message);
    }

    @Test
    void leavesNothingBehindForTheNext() throws ScriptException {
        run("Math = 1; Object = 2; leaked = 3; var JSON = 4; ({}).a = 5");
        assertThat(run("typeof leaked + Math.abs(-1) + Object.keys({a: 1}) + JSON.stringify({}.a)"))
                .hasToString("\"undefined1aundefined\"");
    }

    @Test
    void noScriptCatchesItsBounds() {
        assertThatThrownBy(() -> run("for (;;) { try { 'x'.repeat(1e9) } catch (e) {} }"))
                .hasMessageContaining("a text is longer than 1048576 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'😀'[0]", "({['😀'[0]]: 1})", "({['x'.repeat(2000)]: 1})"})
    void givesOnlyWhatIsData(String source) {
        assertThatThrownBy(() -> run(source)).hasMessageContaining("the result cannot be told");
    }

    @Test
    void tellsOnlyCharacters() {
        assertThatThrownBy(() -> run("throw '😀'[0] + 'a'")).hasMessage("?a");
        assertThatThrownBy(() -> run("throw 'x'.repeat(5000)")).hasMessage("x".repeat(1_000) + "…");
    }
}
