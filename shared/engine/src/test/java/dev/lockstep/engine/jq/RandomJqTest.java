package dev.lockstep.engine.jq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.language.OddSources;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whatever is written, it is refused with a fault, fails in words, or comes to values. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class RandomJqTest {
    private static final OddSources SOURCES = OddSources.of(
            ". .. .a .b.c .[] .[0] .[1:] .[:-1] .[\"x\"] | , ; : ( ) [ ] { } ( ) [ ] ? // = |= += -= *= //= == != < "
                    + "<= and or not + - * / % $x $y as def f: f f(g) if then elif else end try catch reduce foreach label "
                    + "break $__loc__ null true false 0 1 -1 2.5 1e3 \"a\" \"\\(.)\" @base64 @csv @json map( select( "
                    + "sort_by( group_by( limit( first( range( path( del( paths to_entries with_entries( length keys add any all "
                    + "flatten tostring tonumber tojson fromjson split(\"a\") join(\",\") test(\"a+\") gsub(\"a\";\"b\") "
                    + "ascii_downcase explode implode walk( recurse until( while( empty error input ?// { a: 1 } [1,2]",
            RandomJqTest.class);

    /** A value of each kind, and some of each that are odd. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e17",
            "nan",
            "infinite",
            "\"\"",
            "\"a1\"",
            "\"é😀\"",
            "[]",
            "[1,\"a\",null]",
            "[[1,2],[3]]",
            "{}",
            "{\"a\":1,\"b\":[2]}",
            "{\"key\":\"k\",\"value\":1}",
            "[{\"a\":1}]",
            "[[\"a\"],[0]]",
            "2015");

    private static void ends_well(String source) {
        Faults faults = new Faults();
        try {
            Jq query = Jq.parse(source, "filter", faults);
            if (faults.isEmpty()) {
                for (JsonNode output : query.run(Json.read("{\"a\":[1,\"b\",null],\"x\":{\"y\":2}}"))) {
                    assertThat(Json.flaw(output)).isEmpty();
                }
            }
        } catch (JqException e) {
            assertThat(e.getMessage()).isNotNull();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("broke off with: " + source, e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void of_soups(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            ends_well(SOURCES.soup(random));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void of_mutants(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            ends_well(SOURCES.mutant(random));
        }
    }

    /** Each function of the language's, with each kind of value for its input and for its arguments. */
    @Test
    void of_every_function() {
        List<String> keys = Library.own().keys();
        assertThat(keys).contains("map/1", "setpath/2", "floor/0").hasSizeGreaterThan(180);
        Random random = new Random(7);
        for (String key : keys) {
            // Most of what it may be given never ends, which takes it long to tell.
            if (key.equals("until/2")) {
                continue;
            }
            String name = key.substring(0, key.indexOf('/'));
            int arity = Integer.parseInt(key.substring(key.indexOf('/') + 1));
            for (String input : VALUES) {
                for (int tries = arity == 0 ? 1 : 8; tries > 0; tries--) {
                    StringBuilder call = new StringBuilder("limit(20; " + input + " | " + name);
                    for (int i = 0; i < arity; i++) {
                        call.append(i == 0 ? "(" : "; ").append(VALUES.get(random.nextInt(VALUES.size())));
                    }
                    ends_well(call.append(arity == 0 ? ")" : "))").toString());
                }
            }
        }
    }
}
