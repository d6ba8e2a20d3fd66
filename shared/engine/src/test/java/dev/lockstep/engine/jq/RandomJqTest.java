package dev.lockstep.engine.jq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
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
    private static final List<String> WORDS = List.of(
            (". .. .a .b.c .[] .[0] .[1:] .[:-1] .[\"x\"] | , ; : ( ) [ ] { } ( ) [ ] ? // = |= += -= *= //= == != < "
                            + "<= and or not + - * / % $x $y as def f: f f(g) if then elif else end try catch reduce foreach label "
                            + "break $__loc__ null true false 0 1 -1 2.5 1e3 \"a\" \"\\(.)\" @base64 @csv @json map( select( "
                            + "sort_by( group_by( limit( first( range( path( del( paths to_entries with_entries( length keys add any all "
                            + "flatten tostring tonumber tojson fromjson split(\"a\") join(\",\") test(\"a+\") gsub(\"a\";\"b\") "
                            + "ascii_downcase explode implode walk( recurse until( while( empty error input ?// { a: 1 } [1,2]")
                    .split(" "));

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

    private static List<String> known() throws IOException {
        try (InputStream table = Objects.requireNonNull(RandomJqTest.class.getResourceAsStream("conformance.txt"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(" ==> "))
                    .map(line -> line.substring(0, line.indexOf(" ==> ")))
                    .toList();
        }
    }

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
            StringBuilder soup = new StringBuilder();
            for (int words = random.nextInt(14); words >= 0; words--) {
                soup.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(4) == 0 ? "" : " ");
            }
            ends_well(soup.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void of_mutants(long seed) throws IOException {
        List<String> known = known();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            StringBuilder mutant = new StringBuilder(known.get(random.nextInt(known.size())));
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                int from = random.nextInt(mutant.length() + 1);
                int to = Math.min(mutant.length(), from + random.nextInt(5));
                switch (random.nextInt(4)) {
                    case 0 -> mutant.delete(from, to);
                    case 1 -> mutant.insert(from, WORDS.get(random.nextInt(WORDS.size())));
                    case 2 -> mutant.insert(from, known.get(random.nextInt(known.size())));
                    default -> mutant.insert(from, mutant.substring(from, to));
                }
            }
            ends_well(mutant.toString());
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
