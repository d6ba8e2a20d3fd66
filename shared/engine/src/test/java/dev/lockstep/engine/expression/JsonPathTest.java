package dev.lockstep.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonPathTest {
    private static final JsonNode SHOP = Json.read("""
            {"books": [{"title": "A", "price": 8, "tags": ["x"]}, {"title": "B", "price": 12.5, "isbn": "1", "tags": ["x", "y"]},
                       {"title": "C", "price": 30, "isbn": null}],
             "one": [{"n": 1}], "grid": [[1, 2], [3, 4]], "a key": {"it's": true}, "numbers": [1, 2, 3, 4], "none": null,
             "bike": {"price": 99, "parts": {"wheel": {"price": 20}}}}""");

    private static JsonNode at(String path) throws EvaluationException {
        Faults faults = new Faults();
        Template template = Template.expression(
                "$jsonpath(input, " + Json.write(Json.array().add(path).get(0)) + ")", "", faults);
        assertThat(faults.list()).isEmpty();
        return template.evaluate(Scope.of(SHOP, Map.of(), Json.object()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "$.books[0].title                     => `\"A\"`",
                "books[-1].title                      => `\"C\"`",
                "books[7].title                       => null",
                "nothing.at.all                       => null",
                "none                                 => null",
                "books[*].title                       => `[\"A\",\"B\",\"C\"]`",
                "one[*].n                             => `[1]`",
                "grid[1][0]                           => 3",
                "grid[*][0]                           => `[1,3]`",
                "['a key']['it\\'s']                  => true",
                "[\"numbers\"][0,2]                   => `[1,3]`",
                "numbers[1:3]                         => `[2,3]`",
                "numbers[:2]                          => `[1,2]`",
                "numbers[-2:]                         => `[3,4]`",
                "numbers[3:1]                         => `[]`",
                "books[0]['title','price','other']    => `{\"title\":\"A\",\"price\":8}`",
                "bike.*                               => `[99,{\"wheel\":{\"price\":20}}]`",
                "..price                              => `[99,8,12.5,30,20]`",
                "bike..*                              => `[99,{\"wheel\":{\"price\":20}},{\"price\":20},20]`",
                "books[?(@.price > 10)].title         => `[\"B\",\"C\"]`",
                "books[?(@.price >= 8 && @.price < 30)].title => `[\"A\",\"B\"]`",
                "books[?(@.isbn)].title               => `[\"B\",\"C\"]`",
                "books[?(!@.isbn || @.title == 'C')].title => `[\"A\",\"C\"]`",
                "books[?(@.isbn == null)].title       => `[\"C\"]`",
                "books[?(@.title != \"B\")].price     => `[8,30]`",
                "books[?(@.title in ['A', 'C'])].price => `[8,30]`",
                "books[?(@.title nin ['A', 'C'])].price => `[12.5]`",
                "books[?('y' in @.tags)].title        => `[\"B\"]`",
                "books[?(@.tags.length() == 2)].title => `[\"B\"]`",
                "books[?(@.price == 8.0)].title       => `[\"A\"]`",
                "books[?((@.price < 10 || @.price > 20) && @.tags)].title => `[\"A\"]`",
                "numbers[?(@ > 2)]                    => `[3,4]`",
                "books.length()                       => 3",
                "bike.size()                          => 2",
                "books[*].price.max()                 => 30",
                "numbers.sum()                        => 10",
                "numbers.avg()                        => 2.5",
                "numbers.first()                      => 1",
                "numbers.last()                       => 4",
                "bike.keys()                          => `[\"price\",\"parts\"]`",
                "one.length()                         => 1",
            })
    void a_path_leads_to_a_value_or_to_the_list_of_all_that_it_matches(String path, String found) throws Exception {
        JsonNode value = at(path);
        JsonNode expected = Json.read(found);

        assertThat(value.isNumber() ? Json.read(value.toString().replaceAll("\\.0$", "")) : value)
                .hasToString(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a[",
                "a[1",
                "a.",
                "a..",
                "a[?(@.x >)]",
                "a[?(@.x =~ /b/)]",
                "a[?(@.x",
                "a[1:2:3]",
                "a[b]",
                "a['b",
                "a.size().b",
                "a.what()",
                "a b",
                "$.a[?($.b)]"
            })
    void what_is_no_path_is_refused_when_it_is_registered(String path) {
        Faults faults = new Faults();
        Template unused = Template.expression("$jsonpath(input, \"" + path + "\")", "p", faults);

        assertThat(faults.list())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("of the path"));
        assertThat(JsonPath.flaw(path)).isPresent();
    }

    @Test
    void a_path_that_is_computed_is_refused_when_it_is_run() {
        Template template = Template.expression("$jsonpath(input, input.none ? \"a\" : \"a[\")", "", new Faults());

        assertThatThrownBy(() -> template.evaluate(Scope.of(SHOP, Map.of(), Json.object())))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("a ] is missing");
    }

    @Test
    void a_path_that_leads_to_too_much_ends() {
        StringBuilder nested = new StringBuilder("0");
        for (int i = 0; i < 90; i++) {
            nested.insert(0, "[").append(",1,2,3]");
        }
        JsonNode deep = Json.read(nested.toString());
        Template template = Template.expression("$jsonpath(input, \"..*..*..*..*\")", "", new Faults());

        assertThatThrownBy(() -> template.evaluate(Scope.of(deep, Map.of(), Json.object())))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("more than 100000 values");
    }

    @Test
    void filters_nest_only_so_deep() {
        assertThat(JsonPath.flaw("a[?(" + "(".repeat(300) + "@.b" + ")".repeat(300) + ")]"))
                .isPresent();
        assertThat(JsonPath.flaw("a[?(" + "!".repeat(300) + "@.b)]")).isPresent();
        assertThat(JsonPath.flaw("a" + "[?(@".repeat(60) + ")]".repeat(60))).isPresent();
        assertThat(JsonPath.flaw("a".repeat(1_001))).isPresent();
    }
}
