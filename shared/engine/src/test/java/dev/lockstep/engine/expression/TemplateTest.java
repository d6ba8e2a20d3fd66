package dev.lockstep.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TemplateTest {
    private static final Scope SCOPE = Scope.of(
                    Json.read("""
                            {"name": "Ada", "n": 5, "half": 0.5, "whole": 5.0, "big": 9007199254740993, "none": null,
                             "yes": true, "list": [1, 2, 3], "one": [1], "empty": [], "object": {"a": {"b": "c"}},
                             "items": [{"id": 1, "steps": 7}, {"id": 2, "steps": 9}]}
                            """),
                    Map.of(
                            "first", Json.read("{\"output\": {\"text\": \"hello\"}, \"status\": \"COMPLETED\"}"),
                            "a-b", Json.read("{\"output\": {\"number\": 3}, \"status\": \"COMPLETED\"}")),
                    Json.object().put("id", "wf-1"))
            .with("item", Json.read("{\"n\": 1}"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            "plain"                                        | "plain"
            7                                              | 7
            "${input.n}"                                   | 5
            "${input.half}"                                | 0.5
            "${input.big}"                                 | 9007199254740993
            "${input.n + 1}"                               | 6
            "${input.n / 2}"                               | 2.5
            "${input.none}"                                | null
            "${input.nothing}"                             | null
            "${null}"                                      | null
            "${true}"                                      | true
            "${input.list}"                                | [1,2,3]
            "${input.one}"                                 | [1]
            "${input.empty}"                               | []
            "${input.object}"                              | {"a":{"b":"c"}}
            "${input.object.a.b}"                          | "c"
            "${input.items.id}"                            | [1,2]
            "${input.items[steps > 8].id}"                 | 2
            "${$sum(input.list)}"                          | 6
            "${$map(input.list, function($v) { $v * 2 })}" | [2,4,6]
            "${{\\"a\\": {\\"b\\": [input.n]}}}"           | {"a":{"b":[5]}}
            "${'}' & \\"}\\" & `input`.name /* } */}"      | "}}Ada"
            "${\\"it's\\"}"                                | "it's"
            "Hi ${input.name}!"                            | "Hi Ada!"
            "${input.name}${input.n}"                      | "Ada5"
            "a ${input.nothing} b"                         | "a  b"
            "a ${input.none}"                              | "a null"
            "a ${input.object} ${input.list}"              | "a {\\"a\\":{\\"b\\":\\"c\\"}} [1,2,3]"
            "$${input.n}"                                  | "${input.n}"
            "$${${input.n}}"                               | "${5}"
            "$5 {x} $"                                     | "$5 {x} $"
            {"${a}": ["${input.n}", {"b": "${item.n}"}]}   | {"${a}":[5,{"b":1}]}
            ["$${x}", 1]                                   | ["${x}",1]
            "${steps.first.output.text}"                   | "hello"
            "${steps.`a-b`.output.number}"                 | 3
            "${$$.steps.first.status}"                     | "COMPLETED"
            "${$.steps.first.status}"                      | "COMPLETED"
            "${workflow.id}"                               | "wf-1"
            "${$string(input.object)}"                     | "{\\"a\\":{\\"b\\":\\"c\\"}}"
            "${$pad('x', -3, '#')}"                        | "##x"
            "${$pad('x', 3)}"                              | "x  "
            "${$join(['a','b'], ', ')}"                    | "a, b"
            "${$replace('a.b.c', '.', '-', 1)}"            | "a-b.c"
            "${$replace('a.b.c', '.', '$1')}"              | "a$1b$1c"
            "${$split('a.b', '.')}"                        | ["a","b"]
            "${$contains('a.b', '.')}"                     | true
            "${$distinct([1, 1, [2], [2], 'x'])}"          | [1,[2],"x"]
            "${$spread({'a': 1, 'b': 2})}"                 | [{"a":1},{"b":2}]
            "${$map(['a'], $uppercase)}"                   | "A"
            "${($p := $pad(?, 3, '.'); $p('x'))}"          | "x.."
            "${$reduce(input.list, function($a, $b) { $a + $b })}" | 6
            "${input.nothing ?? 'default'}"                | "default"
            "${input.n > 3 ? 'more' : 'less'}"             | "more"
            "${input.list[-1]}"                            | 3
            "${[1..3]}"                                    | [1,2,3]
            "${input.list ~> $sum}"                        | 6
            "${input.items^(>id).id}"                      | [2,1]
            "${input.items{$string(id): steps}}"           | {"1":7,"2":9}
            "${$round(2.567, 2)}"                          | 2.57
            "${input.none = null}"                         | true
            "${$type(input.none)}"                         | "null"
            "${$exists(input.nothing)}"                    | false
            "${input.n in input.list}"                     | false
            "${(input.n)/2}"                               | 2.5
            """)
    void yields(String template, String expected) throws Exception {
        assertThat(evaluate(template)).isEqualTo(Json.read(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '\u0001', textBlock = """
            ${steps.                                 | has no closing }
            ${'x}                                    | the quote has no end
            ${/* x}                                  | the comment has no end
            ${}                                      | the expression is empty
            ${input.}                                | of `input.`
            ${input..b}                              | of `input..b`
            ${(input}                                | of `(input`
            ${input.n +}                             | of `input.n +`
            ${/}                                     | regular expressions are not supported
            ${stpes.a.output}                        | there is no `stpes` to read; there is input, steps
            ${input.n + foo}                         | there is no `foo` to read
            ${$$.foo}                                | there is no `foo` to read
            ${steps}                                 | name the step: steps.<id>.output
            ${(steps).a.output}                      | name the step
            ${steps[0]}                              | name the step
            ${steps.*}                               | name the step
            ${steps.a}                               | name the step
            ${steps.a.attempts}                      | name the step
            ${$lookup(steps, 'a')}                   | name the step
            ${$map(input.list, function($v) { steps })} | name the step
            ${$$}                                    | name what is read
            ${$$.*}                                  | name what is read
            ${$}                                     | name what is read
            ${*}                                     | name what is read
            ${**.output}                             | name what is read
            ${input.list[$$ = 1]}                    | name what is read
            ${length(input.name)}                    | written with a dollar: $length(…)
            ${$lenght(input.name)}                   | there is no variable or function $lenght
            ${$eval('1')}                            | $eval is not supported
            ${$match(input.name, 'a')}               | $match is not supported
            ${$contains(input.name, /(a+)+/)}        | regular expressions are not supported
            ${$split(input.name, /a/)}               | regular expressions are not supported
            ${input ~> |$|{}|}                       | the transform operator
            ${input.items@$i.id}                     | the join operators @ and # are not supported
            ${input.items#$i.id}                     | the join operators @ and # are not supported
            ${input.items.%.n}                       | the parent operator % is not supported
            ${function($x)<n:n>{$x}(1)}              | signatures of functions are not supported
            ${($__evaluate_entry := 1; 2)}           | cannot be assigned
            ${function($__evaluate_exit){1}(1)}      | cannot be assigned
            ${($$ := 1)}                             | cannot be assigned
            """)
    void refusesAtRegistration(String template, String message) {
        Faults faults = new Faults();
        Template.parse(Json.toTree(template), "steps[1].input", faults);
        assertThat(faults.list()).singleElement().satisfies(fault -> {
            assertThat(fault.path()).isEqualTo("steps[1].input");
            assertThat(fault.message()).contains(message);
        });
    }

    @Test
    void tellsEveryFaultWithItsPath() {
        Faults faults = new Faults();
        Template.parse(
                Json.read("{\"a\": [\"${nope}\", {\"b c\": \"${$eval('1')}\"}], \"d\": \"${input.}${nope}\"}"),
                "steps[0].input",
                faults);
        assertThat(faults.list())
                .extracting(Fault::path)
                .containsExactly(
                        "steps[0].input.a[0]", "steps[0].input.a[1][\"b c\"]", "steps[0].input.d", "steps[0].input.d");
        assertThat(faults.list().get(0).message()).endsWith("at character 1 of `nope`");
    }

    @Test
    void tellsWhatItReads() {
        Template template = Template.of(Json.read("""
                {"a": "${steps.one.output.text & $$.steps.`two-2`.status}", "b": "${input.items[steps = 1].input}",
                 "c": "${$map([1], function($v) { steps.three.output })}", "d": "${\\"steps\\".four.output}",
                 "e": "${steps.and.output and steps.in.output}"}
                """));
        assertThat(template.references().steps()).containsExactly("one", "two-2", "three", "four", "and", "in");
        assertThat(template.references().input()).isTrue();
        assertThat(template.isLiteral()).isFalse();
        assertThat(Template.of(Json.toTree("${workflow.id}")).references()).isEqualTo(References.NONE);
        assertThat(Template.of(Json.toTree("${input.items[input = 1]}"))
                        .references()
                        .input())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1", "'\"x\"'", "'\"$${x}\"'", "'{\"a\": [null]}'"})
    void withoutExpressionsIsLiteral(String data) {
        assertThat(Template.of(Json.read(data)).isLiteral()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "${input.n > 3},true",
        "${input.n > 30},false",
        "${input.nothing},false",
        "${input.none},false",
        "${input.empty},false",
        "${[0]},false",
        "${input.list},true",
        "${input.object},true",
        "${''},false",
        "${0},false",
    })
    void testsByJsonatasCast(String template, boolean expected) throws EvaluationException {
        assertThat(Template.of(Json.toTree(template)).test(SCOPE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ${$error('no luck')}         | no luck
            ${input.name + 1}            | must evaluate to a number
            ${input.n.$uppercase()}      | uppercase
            ${function($x) { $x }}       | holds a function
            ${[$sum]}                    | holds a function
            ${$number('x')}              | cannot be evaluated
            ${1/0}                       | Number out of range
            """)
    void failsInWords(String template, String message) {
        Template parsed = Template.of(Json.toTree(template));
        assertThatThrownBy(() -> parsed.evaluate(SCOPE))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void doesNotChangeWhatItReads() throws Exception {
        JsonNode before = SCOPE.root().deepCopy();
        evaluate(
                "[\"${input.empty{'a': 1}}\", \"${$append(input.list, 4)}\", \"${$sort(input.list, function($a, $b) { $a < $b })}\"]");
        assertThat(SCOPE.root()).isEqualTo(before);
    }

    @Test
    void survivesBeingStored() throws Exception {
        Template template = Template.of(Json.read("{\"a\": \"${input.n}\"}"));
        Template again = Json.fromTree(Json.toTree(template), Template.class);
        assertThat(again.evaluate(SCOPE)).isEqualTo(Json.read("{\"a\": 5}"));
        assertThatThrownBy(() -> Template.of(Json.toTree("${"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void mayBeSharedBetweenThreads() throws Exception {
        Template template = Template.of(Json.toTree("${$map(input.list, function($v) { $v * input.n })}"));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<JsonNode>> calls = IntStream.range(0, 400)
                    .<Callable<JsonNode>>mapToObj(n -> () -> template.evaluate(
                            new Scope(Json.read("{\"input\": {\"list\": [1, 2], \"n\": " + n + "}}"))))
                    .toList();
            List<Future<JsonNode>> results = threads.invokeAll(calls);
            for (int n = 0; n < results.size(); n++) {
                assertThat(results.get(n).get()).isEqualTo(Json.read("[" + n + "," + 2 * n + "]"));
            }
        }
    }

    private static JsonNode evaluate(String template) throws Exception {
        return Template.of(Json.read(template)).evaluate(SCOPE);
    }
}
