package dev.lockstep.dialects.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.usecases.Compiled;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class PipelineCompilerTest {
    private final PipelineCompiler compiler = new PipelineCompiler(Catalogue.builtIn(), new RandomIds());

    private static final class RandomIds implements Ids {
        @Override
        public String ulid() {
            return "01kajx5z8e3f7q9s2v4w6x8y0z";
        }

        @Override
        public String uuid() {
            return UUID.randomUUID().toString();
        }

        @Override
        public String secret() {
            return "secret";
        }
    }

    private Compiled compile(String definition) {
        return compiler.compile(Json.read(definition), Optional.empty());
    }

    private static String steps(String... steps) {
        return "{\"name\":\"test\",\"steps\":[" + String.join(",", steps) + "]}";
    }

    private static final String TEXT = "{\"type\":\"StaticTextInput\",\"id\":\"a\",\"input\":\"Hello\"}";

    record Bad(String what, String definition, List<String> faults) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Bad bad(String what, String definition, String... faults) {
        return new Bad(what, definition, List.of(faults));
    }

    static Stream<Bad> badDefinitions() {
        return Stream.of(
                bad(
                        "no object",
                        "[]",
                        ": must be a JSON object",
                        "name: is required",
                        "steps: must be a list of 1 to 1000 steps"),
                bad("nothing in it", "{}", "name: is required", "steps: must be a list of 1 to 1000 steps"),
                bad(
                        "an unknown field at the top",
                        "{\"name\":\"x\",\"stepz\":[],\"steps\":[" + TEXT + "]}",
                        "stepz: unknown field; known: name, description, input_schema, steps"),
                bad("a step that is no object", steps("7"), "steps[0]: must be an object"),
                bad("a step without a type", steps("{}"), "steps[0].type: is required"),
                bad(
                        "a type that is nearly one",
                        steps("{\"type\":\"TextOperation.Revers\"}"),
                        "steps[0].type: unknown step type \"TextOperation.Revers\"; did you mean TextOperation.Reverse?"),
                bad(
                        "a field that the type has not",
                        steps("{\"type\":\"Echo\",\"separator\":\",\"}"),
                        "steps[0].separator: unknown field; known: none"),
                bad(
                        "a field that the type needs",
                        steps("{\"type\":\"TextOperation.Split\"}"),
                        "steps[0].separator: this is required"),
                bad(
                        "a number where text is taken",
                        steps(TEXT, "{\"type\":\"TextOperation.Length\"}", "{\"type\":\"TextOperation.Reverse\"}"),
                        "steps[2].type: TextOperation.Reverse takes text, but step \"step_2\" before it gives number"),
                bad(
                        "what a skipped step would pass on does not fit",
                        steps(
                                TEXT,
                                "{\"type\":\"TextOperation.Split\",\"separator\":\",\",\"when\":\"${input.split}\"}",
                                "{\"type\":\"TextOperation.Join\",\"separator\":\",\"}"),
                        "steps[2].type: TextOperation.Join takes items, but step \"step_2\" before it gives text"),
                bad(
                        "a literal that does not fit",
                        steps("{\"type\":\"TextOperation.Reverse\",\"input\":{\"number\":7}}"),
                        "steps[0].input: TextOperation.Reverse takes text, such as {\"text\":\"…\"}"),
                bad(
                        "an input that the type needs of its own",
                        steps("{\"type\":\"StaticTextInput\"}"),
                        "steps[0].input: is required by StaticTextInput"),
                bad("two steps of one id", steps(TEXT, TEXT), "steps[1].id: the id \"a\" is also that of steps[0]"),
                bad(
                        "an id with a space",
                        steps("{\"type\":\"Echo\",\"id\":\"a b\"}"),
                        "steps[0].id: a name is 1 to 128 of the characters A-Z a-z 0-9 _ . -"),
                bad(
                        "an unknown step in after",
                        steps(TEXT, "{\"type\":\"Echo\",\"after\":[\"b\"]}"),
                        "steps[1].after[0]: there is no step \"b\""),
                bad(
                        "a step after itself",
                        steps("{\"type\":\"Echo\",\"id\":\"b\",\"after\":[\"b\"]}"),
                        "steps[0].after[0]: a step cannot come after itself"),
                bad(
                        "steps that wait for each other",
                        steps(
                                "{\"type\":\"Echo\",\"id\":\"b\",\"after\":[\"c\"]}",
                                "{\"type\":\"Echo\",\"id\":\"c\",\"after\":[\"b\"]}"),
                        "steps[0].after: the step waits for itself: its \"after\" goes round in a circle"),
                bad(
                        "an expression that reads a later step",
                        steps(
                                TEXT,
                                "{\"type\":\"Echo\",\"input\":{\"x\":\"${steps.z.output}\"}}",
                                "{\"type\":\"Echo\",\"id\":\"z\"}"),
                        "steps[1].input: an expression reads steps.z, which does not run before this step"),
                bad(
                        "an expression that reads an unknown step",
                        steps(TEXT, "{\"type\":\"Echo\",\"when\":\"${steps.q.output.text = 'x'}\"}"),
                        "steps[1].when: an expression reads steps.q, and there is no such step"),
                bad(
                        "a step after several without an input that fits",
                        steps(
                                TEXT,
                                "{\"type\":\"Echo\",\"id\":\"b\",\"after\":[]}",
                                "{\"type\":\"TextOperation.Trim\",\"after\":[\"a\",\"b\"]}"),
                        "steps[2].input: is required: the step comes after several, and TextOperation.Trim takes text"),
                bad(
                        "a retry policy that is wrong in every field",
                        steps(
                                "{\"type\":\"Echo\",\"retry\":{\"max_attempts\":0,\"backoff\":\"linear\",\"delay_seconds\":-1,"
                                        + "\"on\":[1],\"times\":3}}"),
                        "steps[0].retry.max_attempts: must be a whole number from 1 to 100",
                        "steps[0].retry.backoff: must be one of fixed, exponential",
                        "steps[0].retry.delay_seconds: must be a whole number from 0 to 86400",
                        "steps[0].retry.on[0]: must be a string",
                        "steps[0].retry.times: unknown field; known: max_attempts, backoff, delay_seconds, max_delay_seconds, on"),
                bad(
                        "a wait for two things at once",
                        steps("{\"type\":\"Wait\",\"seconds\":1,\"duration\":\"PT1S\"}"),
                        "steps[0]: Wait takes just one of seconds, duration, until"),
                bad(
                        "a wait for nothing",
                        steps("{\"type\":\"Wait\"}"),
                        "steps[0]: Wait takes just one of seconds, duration, until"),
                bad(
                        "a duration that is none",
                        steps("{\"type\":\"Wait\",\"duration\":\"a while\"}"),
                        "steps[0].duration: is no duration as in PT1H30M or P7D, or no time as in 2027-01-31T08:00:00Z"),
                bad(
                        "a wait into the past",
                        steps("{\"type\":\"Wait\",\"seconds\":-1}"),
                        "steps[0].seconds: must be from nothing to 3660 days"),
                bad(
                        "a wait past any bound",
                        steps("{\"type\":\"Wait\",\"seconds\":1e300}"),
                        "steps[0].seconds: must be from nothing to 3660 days"),
                bad(
                        "a timeout past what one call can take",
                        steps("{\"type\":\"Echo\",\"timeout_seconds\":21}"),
                        "steps[0].timeout_seconds: must be a whole number from 1 to 20"),
                bad(
                        "component ids that are none or not unique",
                        steps(
                                "{\"type\":\"Echo\",\"component_id\":\"x\"}",
                                "{\"type\":\"Echo\",\"component_id\":\"4b3c9d3e-6f0a-4a53-9d5c-0f5d3c7b1a2e\"}",
                                "{\"type\":\"Echo\",\"component_id\":\"4b3c9d3e-6f0a-4a53-9d5c-0f5d3c7b1a2e\"}"),
                        "steps[0].component_id: must be a UUID in lower case",
                        "steps[2].component_id: another step has this component id"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badDefinitions")
    void a_bad_definition_is_refused_with_every_fault_and_its_path(Bad bad) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> compile(bad.definition()));

        assertThat(refusal).isNotNull();
        assertThat(refusal.faults())
                .extracting(fault -> fault.path() + ": " + fault.message())
                .containsExactlyInAnyOrderElementsOf(bad.faults());
    }

    @Test
    void faults_of_several_steps_are_told_at_once() {
        Refusal refusal = catchThrowableOfType(
                Refusal.class,
                () -> compile(steps(
                        "{\"type\":\"Nope\"}", "{\"type\":\"Echo\",\"x\":1}", "{\"type\":\"TextOperation.Split\"}")));

        assertThat(refusal.faults())
                .extracting(Fault::path)
                .contains("steps[0].type", "steps[1].x", "steps[2].separator");
    }

    @Test
    void an_expression_that_does_not_parse_is_refused_where_it_stands() {
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> compile(steps("{\"type\":\"Echo\",\"input\":{\"deep\":[\"${1 +}\"]}}")));

        assertThat(refusal.faults()).extracting(Fault::path).containsExactly("steps[0].input.deep[0]");
    }

    @Test
    void a_definition_has_at_most_a_thousand_steps() {
        String[] echoes =
                IntStream.range(0, 1_001).mapToObj(i -> "{\"type\":\"Echo\"}").toArray(String[]::new);

        assertThatThrownBy(() -> compile(steps(echoes))).isInstanceOf(Refusal.class);
        assertThat(compile(steps(Stream.of(echoes).limit(1_000).toArray(String[]::new)))
                        .plan()
                        .operations())
                .hasSize(1_000);
    }

    @Test
    void the_input_schema_follows_from_the_first_step() {
        Plan plan = compile(steps("{\"type\":\"TextOperation.Reverse\"}")).plan();

        assertThat(plan.inputSchema().path("required").get(0).asString()).isEqualTo("text");
    }

    @Test
    void a_step_that_has_its_own_input_asks_nothing_of_the_execution() {
        assertThat(compile(steps(TEXT)).plan().inputSchema()).isEqualTo(Json.read("{\"type\":\"object\"}"));
    }

    @Test
    void the_definition_is_given_back_as_it_was_sent_with_component_ids() {
        JsonNode definition = compile(steps(TEXT, "{\"type\":\"Echo\"}")).definition();

        assertThat(definition.path("name").asString()).isEqualTo("test");
        assertThat(definition.path("steps").get(0).path("input").asString()).isEqualTo("Hello");
        assertThat(componentIds(definition)).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.length() == 36);
    }

    @Test
    void component_ids_stay_through_versions() {
        JsonNode first = compile(steps(TEXT, "{\"type\":\"Echo\"}")).definition();
        String second = steps("{\"type\":\"Echo\",\"id\":\"new\"}", TEXT, "{\"type\":\"Echo\",\"after\":[\"a\"]}");

        List<String> before = componentIds(first);
        List<String> after = componentIds(
                compiler.compile(Json.read(second), Optional.of(first)).definition());
        List<String> same =
                componentIds(compiler.compile(first, Optional.of(first)).definition());

        assertThat(after.get(1)).as("found by its id").isEqualTo(before.get(0));
        assertThat(after.get(0)).isNotIn(before);
        assertThat(same).as("sent back as they were read").isEqualTo(before);
    }

    private static List<String> componentIds(JsonNode definition) {
        return definition
                .path("steps")
                .valueStream()
                .map(step -> step.path("component_id").asString(""))
                .collect(Collectors.toList());
    }
}
