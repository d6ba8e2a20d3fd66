package dev.lockstep.engine.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.language.OddSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whatever is written, it is refused with a fault, fails in words, or comes to a value. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class RandomScriptTest {
    private static final OddSources SOURCES = OddSources.of(
            "var let const function if else for while do switch case default break continue "
                    + "return try catch finally throw new delete typeof void in of instanceof this null true false undefined "
                    + "NaN Infinity Math JSON Object Array String Number Date Map Set RegExp Error Boolean arguments "
                    + "a b c $ x y => = == === != !== < > <= >= + - * / % ** ++ -- ! ~ & | ^ << >> >>> && || ?? ? ?. : ; , . ... "
                    + "( ) [ ] { } ( ) [ ] { } `a${ }` 'a' \"b\" 0 1 2.5 1e3 -1 0xff /a+/g .length .map .push .sort .slice "
                    + ".replace .split .join .call .apply .bind .keys .get .set .repeat .toString .toFixed .prototype += ??= "
                    + "() (a) [0] {} [] .concat .from .parse .stringify .assign .splice .reduce",
            RandomScriptTest.class);

    private static void endsWell(String source) {
        Faults faults = new Faults();
        try {
            Script script = Script.parse(source, "script", faults);
            if (faults.isEmpty()) {
                JsonNode result = script.run(Map.of("$", Json.read("{\"x\":3,\"a\":[1,\"b\",null]}")));
                assertThat(Json.flaw(result)).isEmpty();
            }
        } catch (ScriptException e) {
            assertThat(e.name()).isNotEmpty();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("broke off with: " + source, e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ofSoups(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            endsWell(SOURCES.soup(random));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void ofMutants(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 4_000; i++) {
            endsWell(SOURCES.mutant(random));
        }
    }

    /** Each function of the language's, with each kind of value for its own and for its arguments. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object",
                "Array",
                "String",
                "Number",
                "Map",
                "Date",
                "RegExp",
                "Error",
                "Function",
                "Math",
                "JSON"
            })
    void ofCalls(String family) {
        List<String> values = List.of(
                "undefined",
                "null",
                "true",
                "-1",
                "2.5",
                "NaN",
                "1e300",
                "''",
                "'a,b'",
                "[]",
                "[3, 'x', [1]]",
                "{}",
                "{a: 1, length: 2}",
                "x => x",
                "function () { return this }",
                "new Map([[1, 2]])",
                "new Set([1])",
                "/a/g",
                "new Date(0)",
                "new Date(NaN)",
                "new Error('e')",
                "Object.freeze([1])",
                "Math.max");
        Random random = new Random(family.hashCode());
        List<String> calls = new ArrayList<>();
        for (String name : names(family)) {
            for (String value : values) {
                String some = values.get(random.nextInt(values.size()));
                String more = values.get(random.nextInt(values.size()));
                calls.add(family + "." + name + "(" + value + ", " + some + ", " + more + ")");
                calls.add("(" + value + ")." + name + "(" + some + ", " + more + ")");
                calls.add(family + ".prototype." + name + ".call(" + value + ", " + some + ", " + more + ")");
                calls.add("new " + family + "(" + value + ", " + some + ")." + name);
            }
        }
        calls.forEach(RandomScriptTest::endsWell);
    }

    private static List<String> names(String family) {
        List<String> names = new ArrayList<>();
        switch (Globals.find(family).orElseThrow()) {
            case Fn.Native function -> names.addAll(function.members().keySet());
            case Value value -> names.addAll(List.of("abs", "max", "parse", "stringify"));
        }
        List.of(
                        TextBuiltins.METHODS,
                        ListBuiltins.METHODS,
                        NumberBuiltins.METHODS,
                        KeyedBuiltins.METHODS,
                        DateBuiltins.METHODS,
                        RegularBuiltins.METHODS,
                        FunctionBuiltins.METHODS,
                        ObjectBuiltins.METHODS)
                .forEach(methods -> names.addAll(methods.keySet()));
        return names;
    }
}
