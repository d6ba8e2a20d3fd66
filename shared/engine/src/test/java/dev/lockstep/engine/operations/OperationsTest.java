package dev.lockstep.engine.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class OperationsTest {
    private static final Catalogue CATALOGUE = Catalogue.builtIn();

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            StaticTextInput         | "Hello, world!" | {} | {"text":"Hello, world!"}
            Echo                    | {"a":1}   | {} | {"a":1}
            TextOperation.Reverse   | "Hello, world!" | {} | {"text":"!dlrow ,olleH"}
            TextOperation.Reverse   | "a😀b"    | {} | {"text":"b😀a"}
            TextOperation.Reverse   | ""        | {} | {"text":""}
            TextOperation.Uppercase | "title"   | {} | {"text":"TITLE"}
            TextOperation.Lowercase | "TITLE"   | {} | {"text":"title"}
            TextOperation.Trim      | " a b\\n" | {} | {"text":"a b"}
            TextOperation.Replace   | "a.b.c"   | {"search":".","replacement":"$1"} | {"text":"a$1b$1c"}
            TextOperation.Replace   | "a1b22"   | {"search":"[0-9]+","replacement":"<$0>","regex":true} | {"text":"a<1>b<22>"}
            TextOperation.Replace   | "ab"      | {"search":"(a)(b)","replacement":"$2\\\\$1$1","regex":true} | {"text":"b$1a"}
            TextOperation.Replace   | "ab"      | {"search":"x*","replacement":"-","regex":true} | {"text":"-a-b-"}
            TextOperation.Split     | "a,b,,"   | {"separator":","} | {"items":["a","b","",""]}
            TextOperation.Split     | ""        | {"separator":","} | {"items":[""]}
            TextOperation.Join      | ["a",1,{"b":null}] | {"separator":", "} | {"text":"a, 1, {\\"b\\":null}"}
            TextOperation.Join      | ["","a"]  | {"separator":"-"} | {"text":"-a"}
            TextOperation.Join      | ["a","b"] | {} | {"text":"ab"}
            TextOperation.Length    | "a😀b"    | {} | {"number":3}
            TextOperation.Concat    | "b"       | {"prefix":"a","suffix":"c"} | {"text":"abc"}
            TextOperation.Template  | "Ada"     | {"template":"Hi {{text}}, {{text}}!"} | {"text":"Hi Ada, Ada!"}
            Json.Transform          | {"a":[1,2]} | {"expression":"$sum(a)"} | {"number":3}
            Json.Transform          | {"a":1}   | {"expression":"{'b': a}"} | {"b":1}
            Json.Transform          | {"a":1}   | {"expression":"b"} | {"value":null}
            Json.Transform          | {"a":1}   | {"expression":"$$"} | {"a":1}
            Json.Select             | {"a":{"b":"c"}} | {"path":"a.b"} | {"text":"c"}
            Json.Select             | {"a":null} | {"path":"a"} | {"value":null}
            Json.Select             | {}        | {"path":"a","default":[1]} | {"items":[1]}
            Json.Jq                 | {"x":3}   | {"filter":".x + 1"} | {"number":4}
            Json.Jq                 | {"x":[3,4]} | {"filter":".x[]|{n: .}"} | {"n":3}
            Json.Jq                 | {"x":[3,4]} | {"filter":".x[]","results":"first"} | {"number":3}
            Json.Jq                 | {"x":[3,4]} | {"filter":".x[]|. * 2","results":"all"} | {"items":[6,8]}
            Json.Jq                 | {"x":[]}  | {"filter":".x[]"} | {"value":null}
            Json.Jq                 | {"x":[]}  | {"filter":".x[]","results":"all"} | {"items":[]}
            Json.Jq                 | "Ada"     | {"filter":"\\"Hi \\\\(.text)\\""} | {"text":"Hi Ada"}
            Script                  | {"x":3}   | {"script":"$.x + 1"} | {"number":4}
            Script                  | {"x":3}   | {"script":"input.x = 4; ({x: $.x, same: $ === input})"} | {"x":4,"same":true}
            Script                  | "Ada"     | {"script":"`Hi ${$.text}`"} | {"text":"Hi Ada"}
            Script                  | {"x":[1]} | {"script":"if ($.x.length > 1) { 'many' }"} | {"value":null}
            Json.Merge              | {"a":{"b":1,"c":2},"d":[1]} | {"with":{"a":{"b":null,"e":{"f":null}},"d":2}} | {"a":{"c":2,"e":{}},"d":2}
            """)
    void gives(String type, String input, String config, String output) throws OperationFailure {
        assertThat(run(type, Json.read(input), Json.read(config))).isEqualTo(Json.read(output));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            Json.Select           | {"a":1} | {"path":"b.c"} | PathNotFound
            Json.Transform        | {"a":1} | {"expression":"a & 1 + 'x'"} | ExpressionFailed
            Json.Transform        | {"a":1} | {"expression":"a +"} | ExpressionFailed
            Json.Transform        | {"a":1} | {"expression":"[1..10000000]"} | ExpressionFailed
            Json.Transform        | {"a":1} | {"expression":"$pad('x', 300000)"} | OutputTooLarge
            Json.Jq               | {"a":1} | {"filter":".a.b"} | JqError
            Json.Jq               | {}      | {"filter":"error(\\"no funds\\")"} | JqError
            Json.Jq               | {}      | {"filter":"[range(1e12)]"} | JqLimitExceeded
            Json.Jq               | {}      | {"filter":"\\"x\\" * 300000"} | OutputTooLarge
            Json.Jq               | {}      | {"filter":".a |"} | SyntaxError
            Script                | {}      | {"script":"$.a.b"} | TypeError
            Script                | {}      | {"script":"throw {name: 'NoFunds', message: 'none'}"} | NoFunds
            Script                | {}      | {"script":"while (true);"} | ScriptLimitExceeded
            Script                | {}      | {"script":"'x'.repeat(300000)"} | OutputTooLarge
            Script                | {}      | {"script":"1 +"} | SyntaxError
            TextOperation.Replace | "a"     | {"search":"(","replacement":"","regex":true} | InvalidPattern
            TextOperation.Replace | "a"     | {"search":"a","replacement":"$1","regex":true} | InvalidPattern
            """)
    void failsByName(String type, String input, String config, String name) {
        assertThatThrownBy(() -> run(type, Json.read(input), Json.read(config)))
                .isInstanceOfSatisfying(
                        OperationFailure.class,
                        failure -> assertThat(failure.name()).isEqualTo(name));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            TextOperation.Replace  | {"search":"x","replacement":"LONG"}
            TextOperation.Replace  | {"search":"x*","replacement":"$0$0$0$0","regex":true}
            TextOperation.Replace  | {"search":"x","replacement":"LONG","regex":true}
            TextOperation.Template | {"template":"{{text}}{{text}}{{text}}{{text}}"}
            TextOperation.Concat   | {"prefix":"LONG"}
            TextOperation.Split    | {"separator":"x"}
            """)
    void buildsNoMoreThanAnOutputMayBe(String type, String config) {
        ObjectNode text = Json.object().put("text", "x".repeat(200_000));
        JsonNode fields = Json.read(config.replace("LONG", "y".repeat(200_000)));
        assertThatThrownBy(() -> run(type, text, fields))
                .isInstanceOfSatisfying(
                        OperationFailure.class,
                        failure -> assertThat(failure.name()).isEqualTo("OutputTooLarge"));
    }

    @Test
    void matchesInLinearTime() throws OperationFailure {
        JsonNode text = Json.toTree("a".repeat(50_000) + "b");
        JsonNode config = Json.read("{\"search\":\"(a+)+$\",\"replacement\":\"\",\"regex\":true}");
        assertThat(run("TextOperation.Replace", text, config).get("text").stringValue())
                .hasSize(50_001);
    }

    private static JsonNode run(String type, JsonNode input, JsonNode config) throws OperationFailure {
        Operation operation = CATALOGUE.find(type).orElseThrow();
        JsonNode coerced = operation.takes().coerce(input).orElseThrow();
        JsonNode output = operation.run(new Call(coerced, (ObjectNode) config, "key", Duration.ofSeconds(10)));
        DataType gives = operation.gives(operation.takes());
        assertThat(gives.coerce(output)).contains(output);
        return output;
    }
}
