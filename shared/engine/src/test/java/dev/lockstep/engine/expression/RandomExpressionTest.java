package dev.lockstep.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whatever is written, it is refused with a fault, fails in words, or has a value. */
class RandomExpressionTest {
    private static final List<String> WORDS = List.of(
            "input",
            "steps",
            ".",
            ".",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "'a'",
            "\"b\"",
            "`c`",
            "1",
            "2.5",
            "$",
            "$$",
            "$x",
            "$sum",
            "$map",
            "$join",
            "$pad",
            "$append",
            "function",
            "($x)",
            "{$x}",
            ":=",
            ":",
            ";",
            ",",
            "?",
            "??",
            "?:",
            "~>",
            "&",
            "+",
            "-",
            "*",
            "**",
            "/",
            "%",
            "^(",
            "<",
            ">",
            "=",
            "!=",
            "and",
            "or",
            "in",
            "..",
            "null",
            "true",
            " ",
            "/*",
            "*/",
            "\\",
            "!",
            "~",
            "a",
            "n",
            "'",
            "\u0000",
            "😀",
            "[1..9]",
            "(a)",
            "{'k':1}",
            "@",
            "#",
            "|");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
    void comesToAnEnd(long seed) {
        Random random = new Random(seed);
        JsonNode root =
                Json.read("{\"input\": {\"a\": [1, {\"n\": 2}], \"n\": \"x\"}, \"a\": [], \"n\": {\"a\": null}}");
        int values = 0;
        for (int i = 0; i < 3_000; i++) {
            StringBuilder source = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                source.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextBoolean() ? " " : "");
            }
            values += run(source.toString(), root);
        }
        assertThat(values).isPositive();
    }

    private static int run(String source, JsonNode root) {
        Faults faults = new Faults();
        Expression expression = Expression.parse(source, "", faults);
        Template.parse(Json.toTree("${" + source + "}"), "", new Faults());
        if (!faults.isEmpty()) {
            return 0;
        }
        try {
            assertThat(Json.write(expression.evaluate(root))).isNotEmpty();
            return 1;
        } catch (EvaluationException e) {
            assertThat(e.getMessage()).isNotBlank();
            return 0;
        }
    }
}
