package dev.lockstep.engine.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ConfigTest {
    private static final Catalogue CATALOGUE = Catalogue.builtIn();
    private static final Scope SCOPE =
            Scope.of(Json.read("{\"s\": \"a\", \"n\": 1}"), Map.of("one", Json.object()), Json.object());

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            TextOperation.Split   | {"seperator":","} | steps[1].separator | this is required
            TextOperation.Split   | {"separator":",","x y":1} | steps[1]["x y"] | unknown field; known: separator
            Echo                  | {"a":1} | steps[1].a | unknown field; known: none
            TextOperation.Split   | {"separator":5} | steps[1].separator | string
            TextOperation.Split   | {"separator":""} | steps[1].separator | 1
            TextOperation.Split   | {"separator":"${nope}"} | steps[1].separator | there is no `nope`
            TextOperation.Concat  | {} | steps[1] | prefix or suffix is required
            TextOperation.Replace | {"search":"(","replacement":"","regex":true} | steps[1].search | RE2
            TextOperation.Replace | {"search":"a","replacement":"","regex":"yes"} | steps[1].regex | boolean
            Json.Transform        | {"expression":"a +"} | steps[1].expression | of `a +`
            Json.Transform        | {"expression":"/a/"} | steps[1].expression | regular expressions are not supported
            Json.Select           | {"path":1} | steps[1].path | string
            Json.Merge            | {"with":[]} | steps[1].with | object
            """)
    void tellsFaults(String type, String fields, String path, String message) {
        assertThat(faults(type, fields)).anySatisfy(fault -> {
            assertThat(fault.path()).isEqualTo(path);
            assertThat(fault.message()).contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            TextOperation.Replace | {"search":"${input.s}","replacement":"","regex":true} | {"search":"a","replacement":"","regex":true}
            TextOperation.Replace | {"search":"a","replacement":"$${x}"} | {"search":"a","replacement":"${x}"}
            TextOperation.Concat  | {"prefix":"${input.s}-"} | {"prefix":"a-"}
            Json.Merge            | {"with":{"a":["${input.n}"]}} | {"with":{"a":[1]}}
            Json.Transform        | {"expression":"{'a': '${'}"} | {"expression":"{'a': '${'}"}
            Json.Select           | {"path":"a","default":"${input.none}"} | {"default":null,"path":"a"}
            """)
    void resolvesAlsoAfterBeingStored(String type, String fields, String resolved) throws EvaluationException {
        Operation operation = CATALOGUE.find(type).orElseThrow();
        Faults faults = new Faults();
        Config config = Config.parse((ObjectNode) Json.read(fields), operation, "steps[1]", faults);
        assertThat(faults.list()).isEmpty();
        assertThat(config.resolve(SCOPE)).isEqualTo(Json.read(resolved));
        Config again = Json.fromTree(Json.toTree(config), Config.class);
        assertThat(again.resolve(SCOPE)).isEqualTo(Json.read(resolved));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            TextOperation.Split   | {"separator":"${input.n}"} | separator:
            TextOperation.Split   | {"separator":"${input.none}"} | separator:
            Json.Merge            | {"with":"${input.s}"} | with:
            """)
    void checksAgainWhatExpressionsComeTo(String type, String fields, String message) {
        Operation operation = CATALOGUE.find(type).orElseThrow();
        Config config = Config.parse((ObjectNode) Json.read(fields), operation, "", new Faults());
        assertThatThrownBy(() -> config.resolve(SCOPE))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void tellsWhatItReads() {
        Config config = Config.parse(
                (ObjectNode) Json.read("{\"prefix\":\"${steps.a.output.text}\",\"suffix\":\"${input.s}\"}"),
                CATALOGUE.find("TextOperation.Concat").orElseThrow(),
                "",
                new Faults());
        assertThat(config.references().steps()).containsExactly("a");
        assertThat(config.references().input()).isTrue();
    }

    @Test
    void aScriptIsCheckedButItsTemplateStringsAreItsOwn() {
        Operation script = CATALOGUE.find("Script").orElseThrow();
        Faults faults = new Faults();
        Config.parse((ObjectNode) Json.read("{\"script\":\"`a${$.x}${nobody}`\"}"), script, "steps[0]", faults);
        assertThat(faults.list()).isEmpty();
        Config.parse((ObjectNode) Json.read("{\"script\":\"var a\\n  = ;\"}"), script, "steps[0]", faults);
        assertThat(faults.list()).singleElement().satisfies(fault -> {
            assertThat(fault.path()).isEqualTo("steps[0].script");
            assertThat(fault.message()).isEqualTo("Unexpected token ';' at line 2, column 5");
        });
    }

    @Test
    void aFilterInJqIsCheckedAsItIs() {
        Operation jq = CATALOGUE.find("Json.Jq").orElseThrow();
        Faults faults = new Faults();
        Config.parse((ObjectNode) Json.read("{\"filter\":\".a | \\\"${.b}\\\"\"}"), jq, "steps[0]", faults);
        assertThat(faults.list()).isEmpty();
        Config.parse(
                (ObjectNode) Json.read("{\"filter\":\".a\\n  | nope\",\"results\":\"last\"}"), jq, "steps[0]", faults);
        assertThat(faults.list())
                .extracting(fault -> fault.path() + ": " + fault.message())
                .contains("steps[0].filter: nope/0 is not defined at line 2, column 5")
                .anyMatch(fault -> fault.startsWith("steps[0].results: "));
    }

    @Test
    void theCatalogueDescribesItself() {
        JsonNode operations = CATALOGUE.describe().get("operations");
        assertThat(operations.size()).isEqualTo(CATALOGUE.all().size()).isEqualTo(31);
        assertThat(operations.get(8)).isEqualTo(Json.read("""
                {"type": "TextOperation.Split", "title": "Splits the text at a separator",
                 "input": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"],
                           "additionalProperties": false},
                 "output": {"type": "object", "properties": {"items": {"type": "array"}}, "required": ["items"],
                            "additionalProperties": false},
                 "config": {"type": "object", "properties": {"separator": {"type": "string", "minLength": 1,
                            "description": "Where to split"}}, "required": ["separator"],
                            "additionalProperties": false}}
                """));
    }

    @ParameterizedTest
    @CsvSource({
        "TextOperation.Revers,TextOperation.Reverse",
        "textoperation.reverse,TextOperation.Reverse",
        "Reverse,TextOperation.Reverse",
        "Ecko,Echo",
    })
    void knowsWhatWasMeant(String written, String meant) {
        assertThat(CATALOGUE.closestTo(written)).first().isEqualTo(meant);
        assertThat(CATALOGUE.closestTo("Quux")).isEmpty();
    }

    private static Iterable<Fault> faults(String type, String fields) {
        Faults faults = new Faults();
        Config.parse((ObjectNode) Json.read(fields), CATALOGUE.find(type).orElseThrow(), "steps[1]", faults);
        return faults.list();
    }
}
