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

    static Stream<Bad> badShapes() {
        return Stream.of(
                bad(
                        "a choice that leads nowhere",
                        steps(TEXT, "{\"id\":\"c\",\"type\":\"Choice\",\"choices\":[{\"when\":true,\"next\":\"x\"}]}"),
                        "steps[1].choices[0].next: there is no other step \"x\" beside the choice"),
                bad(
                        "a step after a choice that no case leads to",
                        steps(
                                "{\"id\":\"c\",\"type\":\"Choice\",\"choices\":[{\"when\":true,\"next\":\"b\"}]}",
                                "{\"id\":\"b\",\"type\":\"Echo\"}",
                                "{\"id\":\"d\",\"type\":\"Echo\",\"after\":[\"c\"]}"),
                        "steps[0].choices: no case leads to step \"d\", which comes after the choice; name it in a case, or say"
                                + " what it comes after"),
                bad(
                        "a case without a condition, and one that is no expression",
                        steps(
                                "{\"id\":\"c\",\"type\":\"Choice\",\"choices\":[{\"next\":\"b\"},{\"when\":\"yes\",\"next\":\"b\"}]}",
                                "{\"id\":\"b\",\"type\":\"Echo\"}"),
                        "steps[0].choices[0].when: is required",
                        "steps[0].choices[1].when: must be an expression, as in \"${steps.first.output.number > 1}\", or true or"
                                + " false"),
                bad(
                        "a join of nothing",
                        steps("{\"type\":\"Join\"}"),
                        "steps[0].after: a Join waits for the steps before it, and there are none"),
                bad(
                        "a join that waits for more than there are",
                        steps(TEXT, "{\"type\":\"Join\",\"after\":[\"a\"],\"mode\":\"wait_n\",\"count\":2}"),
                        "steps[1].count: is more than the 1 steps before it"),
                bad(
                        "a count without wait_n",
                        steps(TEXT, "{\"type\":\"Join\",\"after\":[\"a\"],\"count\":1}"),
                        "steps[1].count: goes with mode wait_n, and only with it"),
                bad(
                        "an unbounded loop",
                        steps("{\"type\":\"Loop\",\"while\":\"${true}\",\"steps\":[{\"type\":\"Echo\"}]}"),
                        "steps[0].max_iterations: this is required"),
                bad(
                        "a loop without a condition, and one with two",
                        steps(
                                "{\"type\":\"Loop\",\"max_iterations\":3,\"steps\":[{\"type\":\"Echo\"}]}",
                                "{\"type\":\"Loop\",\"max_iterations\":3,\"while\":true,\"until\":true,\"steps\":[{\"type\":\"Echo\"}]}"),
                        "steps[0]: a Loop takes just one of while, until",
                        "steps[1]: a Loop takes just one of while, until"),
                bad(
                        "a loop of nothing",
                        steps("{\"type\":\"Loop\",\"max_iterations\":3,\"while\":true}"),
                        "steps[0].steps: this is required"),
                bad(
                        "a fault within a loop within a loop",
                        steps(
                                "{\"id\":\"o\",\"type\":\"Loop\",\"max_iterations\":3,\"while\":true,\"steps\":[{\"id\":\"i\",\"type\":\"Loop\",\"max_iterations\":3,"
                                        + "\"while\":true,\"steps\":[{\"type\":\"Ecco\"}]}]}"),
                        "steps[0].steps[0].steps[0].type: unknown step type \"Ecco\"; did you mean Echo?"),
                bad(
                        "the same id in a loop as outside",
                        steps(
                                TEXT,
                                "{\"type\":\"Loop\",\"max_iterations\":3,\"while\":true,\"steps\":[{\"id\":\"a\",\"type\":\"Echo\"}]}"),
                        "steps[1].steps[0].id: the id \"a\" is also that of steps[0]"),
                bad(
                        "a step that comes after one within a loop",
                        steps(
                                "{\"id\":\"l\",\"type\":\"Loop\",\"max_iterations\":3,\"while\":true,\"steps\":[{\"id\":\"b\",\"type\":\"Echo\"}]}",
                                "{\"type\":\"Echo\",\"after\":[\"b\"]}"),
                        "steps[1].after[0]: there is no step \"b\""),
                bad(
                        "an expression that reads what is within a loop",
                        steps(
                                "{\"id\":\"l\",\"type\":\"Loop\",\"max_iterations\":3,\"while\":true,\"steps\":[{\"id\":\"b\",\"type\":\"Echo\"}]}",
                                "{\"type\":\"Echo\",\"input\":\"${steps.b.output}\"}"),
                        "steps[1].input: an expression reads steps.b, which does not run before this step"),
                bad(
                        "an item where there is none",
                        steps("{\"type\":\"Echo\",\"input\":{\"x\":\"${item}\"}}"),
                        "steps[0].input: an expression reads item or index, and this is not run for each element of a list"),
                bad(
                        "a for_each over no list",
                        steps("{\"type\":\"Echo\",\"for_each\":7}"),
                        "steps[0].for_each: must be a list or an expression that comes to one, as in"
                                + " \"${steps.split.output.items}\""),
                bad(
                        "what goes with for_each without it",
                        steps("{\"type\":\"Echo\",\"max_concurrency\":2,\"tolerated_failures\":\"10%\"}"),
                        "steps[0].max_concurrency: goes with for_each",
                        "steps[0].tolerated_failures: goes with for_each"),
                bad(
                        "an odd tolerance",
                        steps("{\"type\":\"Echo\",\"for_each\":[],\"tolerated_failures\":\"101%\"}"),
                        "steps[0].tolerated_failures: must be how many may fail, as in 3, or their share, as in \"10%\""),
                bad(
                        "a choice for each element",
                        steps(
                                "{\"id\":\"c\",\"type\":\"Choice\",\"for_each\":[],\"choices\":[{\"when\":true,\"next\":\"b\"}]}",
                                "{\"id\":\"b\",\"type\":\"Echo\"}"),
                        "steps[0].for_each: a Choice cannot be run for each element"),
                bad(
                        "a failure that leads to no step",
                        steps("{\"type\":\"Echo\",\"on_error\":\"x\"}"),
                        "steps[0].on_error: must be fail, continue or the id of another step beside it; there is no step \"x\""),
                bad(
                        "a failure that leads back",
                        steps("{\"id\":\"a\",\"type\":\"Echo\"}", "{\"type\":\"Echo\",\"on_error\":\"a\"}"),
                        "steps[0].after: the step waits for itself: what comes before it goes round in a circle"),
                bad(
                        "a compensation that is no operation",
                        steps("{\"type\":\"Echo\",\"compensate\":{\"type\":\"Terminate\"}}"),
                        "steps[0].compensate.type: a step is undone by an operation, and Terminate is none"),
                bad(
                        "a compensation with a place in the graph",
                        steps("{\"type\":\"Echo\",\"compensate\":{\"type\":\"Echo\",\"after\":[]}}"),
                        "steps[0].compensate.after: unknown field; known: none"),
                bad(
                        "an await with two deadlines",
                        steps("{\"type\":\"Await\",\"seconds\":1,\"duration\":\"PT1S\"}"),
                        "steps[0]: Await takes just one of seconds, duration, until"),
                bad(
                        "an await whose schema is none",
                        steps("{\"type\":\"Await\",\"schema\":{\"type\":\"objekt\"}}"),
                        "steps[0].schema.type: does not have a value in the enumeration [\"array\", \"boolean\", \"integer\","
                                + " \"null\", \"number\", \"object\", \"string\"]",
                        "steps[0].schema.type: string found, array expected"),
                bad(
                        "a worker without a type of task",
                        steps("{\"type\":\"Worker\"}"),
                        "steps[0].task_type: this is required"),
                bad(
                        "no workflow's id",
                        steps("{\"type\":\"Workflow\",\"workflow_id\":\"other\"}"),
                        "steps[0].workflow_id: does not match the regex pattern ^wf-[0-9a-z]{26}$"),
                bad(
                        "a deadline of nothing",
                        "{\"name\":\"x\",\"timeout_seconds\":0,\"steps\":[" + TEXT + "]}",
                        "timeout_seconds: must be a whole number from 1 to 316224000"));
    }

    @ParameterizedTest
    @MethodSource("badShapes")
    void a_bad_shape_is_refused_with_every_fault_and_its_path(Bad bad) {
        a_bad_definition_is_refused_with_every_fault_and_its_path(bad);
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
                        "stepz: unknown field; known: name, description, input_schema, timeout_seconds, on_failure, steps"),
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
                        "steps[0].after: the step waits for itself: what comes before it goes round in a circle"),
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
                                "{\"type\":\"Echo\",\"retry\":{\"max_attempts\":0,\"backoff\":\"cubic\",\"delay_seconds\":-1,"
                                        + "\"on\":[1],\"times\":3}}"),
                        "steps[0].retry.max_attempts: must be a whole number from 1 to 100",
                        "steps[0].retry.backoff: must be one of fixed, linear, exponential",
                        "steps[0].retry.delay_seconds: must be a whole number from 0 to 86400",
                        "steps[0].retry.on[0]: must be a string",
                        "steps[0].retry.times: unknown field; known: max_attempts, backoff, delay_seconds, max_delay_seconds, on,"
                                + " jitter_milliseconds"),
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
                        .tasks())
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
