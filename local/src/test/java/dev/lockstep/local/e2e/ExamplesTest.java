package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.definition.DefinitionFile;
import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every file of {@code docs/examples} runs, and gives what is said here. */
class ExamplesTest {
    private static LocalStack stack;
    private static Api api;
    private static Worker resizer;

    /**
     * @param signal to be given, with its data, once it is awaited
     * @param status how it ends
     * @param output what it gives then
     */
    record Example(String file, String input, Optional<String> signal, String status, String output) {
        static Example of(String file, String input, String output) {
            return new Example(file, input, Optional.empty(), "COMPLETED", output);
        }

        static Example ending(String file, String status) {
            return new Example(file, "{}", Optional.empty(), status, "");
        }

        @Override
        public String toString() {
            return file + " with " + input + signal.map(data -> " and " + data).orElse("");
        }
    }

    static List<Example> examples() {
        return List.of(
                Example.of("dummy.json", "{}", "{\"text\":\"!dlrow ,olleH\"}"),
                Example.of(
                        "order-summary.yaml",
                        "{\"customer\":\"Ada\",\"lines\":[{\"sku\":\"pen\",\"price\":2.5,\"quantity\":10}]}",
                        "{\"text\":\"Dear Ada, you ordered pen for 25.\"}"),
                Example.of("choice.yaml", "{\"amount\":1200}", "{\"text\":\"review 1200\"}"),
                Example.of("choice.yaml", "{\"amount\":12}", "{\"text\":\"accept 12\"}"),
                Example.of("join.yaml", "{}", "{\"winner\":\"quick\"}"),
                Example.of(
                        "for-each.yaml",
                        "{\"names\":[\"Ada\",\"Grace\",\"Edsger\",\"Barbara\",\"Tony\"]}",
                        "{\"text\":\"Hello Ada, Hello Grace, Hello Edsger, Hello Barbara, Hello Tony\"}"),
                Example.of(
                        "dynamic.yaml",
                        "{\"text\":\"Hello\",\"edits\":[{\"type\":\"TextOperation.Reverse\"},"
                                + "{\"type\":\"TextOperation.Replace\",\"search\":\"l\",\"replacement\":\"L\"}]}",
                        "{\"text\":\"olleH, HeLLo\"}"),
                Example.of("loop.yaml", "{\"number\":3}", "{\"number\":192}"),
                Example.of(
                        "script.yaml",
                        "{\"limit\":100,\"lines\":[{\"sku\":\"pen\",\"price\":2.5,\"quantity\":10},{\"sku\":\"ink\",\"price\":9}]}",
                        "{\"told\":{\"text\":\"2 lines, 34.00 in all\"}}"),
                Example.of(
                        "script.yaml",
                        "{\"limit\":1,\"lines\":[{\"sku\":\"ink\",\"price\":9}]}",
                        "{\"refused\":{\"text\":\"sorry: 9.00 is more than 1\"}}"),
                Example.of(
                        "jq.yaml",
                        "{\"orders\":[{\"customer\":\"Ada\",\"total\":20},{\"customer\":\"Grace\",\"total\":5},"
                                + "{\"customer\":\"Ada\",\"total\":22}]}",
                        "{\"told\":{\"text\":\"Ada: 42, Grace: 5\"}}"),
                Example.of(
                        "jq.yaml",
                        "{\"orders\":7}",
                        "{\"refused\":{\"text\":\"sorry: Cannot iterate over number (7)\"}}"),
                Example.of("set-variables.yaml", "{}", "{\"text\":\"the total is 30\"}"),
                Example.of("wait.yaml", "{\"seconds\":0.2}", "{\"waited\":0.2}"),
                new Example(
                        "await.yaml",
                        "{}",
                        Optional.of("{\"data\":{\"approved\":true}}"),
                        "COMPLETED",
                        "{\"go\":{\"text\":\"approved\"}}"),
                new Example("await.yaml", "{}", Optional.of("{\"data\":{\"approved\":false}}"), "FAILED", ""),
                Example.of("terminate.yaml", "{\"cached\":\"kept\"}", "{\"text\":\"kept\"}"),
                Example.of("terminate.yaml", "{}", "{\"work\":{\"text\":\"worked out\"}}"),
                Example.of(
                        "on-error.yaml", "{}", "{\"apologize\":{\"text\":\"sorry: no funds, tried north and south\"}}"),
                Example.ending("compensate.yaml", "FAILED"),
                Example.ending("on-failure.yaml", "FAILED"),
                Example.of("sub-workflow.yaml", "{}", "{\"text\":\"!DLROW ,OLLEH\"}"),
                Example.of("worker.yaml", "{\"file\":\"cat.png\"}", "{\"text\":\"made small-cat.png\"}"),
                Example.of("start-delay.yaml", "{\"text\":\"see you\"}", "{\"text\":\"SEE YOU\"}"),
                Example.of("http-request.yaml", "{}", "{\"service\":\"ok\"}"),
                Example.ending("deadline.yaml", "TIMED_OUT"));
    }

    /**
     * A state machine.
     *
     * @param moves who makes which transition, by the role of their key, one after the other
     * @param ends in which state
     */
    record Machine(String file, String input, List<String> moves, String ends) {
        @Override
        public String toString() {
            return file + " by " + moves;
        }
    }

    static List<Machine> machines() {
        return List.of(
                new Machine(
                        "leave-request.yaml",
                        "{\"days\":3}",
                        List.of("admin submit", "hr hr_approve", "manager manager_approve"),
                        "approved"),
                new Machine(
                        "leave-request.yaml",
                        "{\"days\":3}",
                        List.of(
                                "employee submit",
                                "manager manager_deny",
                                "employee submit",
                                "manager manager_approve",
                                "hr hr_approve"),
                        "approved"),
                new Machine(
                        "second-opinion.yaml",
                        "{\"title\":\"On time\"}",
                        List.of("board accept", "board2 accept"),
                        "published"),
                new Machine(
                        "second-opinion.yaml",
                        "{\"title\":\"On time\"}",
                        List.of("board escalate", "board2 escalate", "chair reject"),
                        "rejected"),
                new Machine("first-offer.yaml", "{}", List.of("north pass_north", "south take_south"), "sold"));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void every_machine_ends_where_it_says(Machine machine) throws Exception {
        String definition = Files.readString(Project.file("docs/examples/" + machine.file()));
        String id = api.with("Content-Type", "application/yaml")
                .post("/api/definitions", definition)
                .expect(201)
                .json()
                .path("id")
                .asString();
        String execution = api.post(
                        "/api/executions", "{\"definitionId\":\"" + id + "\",\"input\":" + machine.input() + "}")
                .expect(201)
                .json()
                .path("id")
                .asString();
        for (String move : machine.moves()) {
            String[] words = move.split(" ", -1);
            key(words[0])
                    .post("/api/executions/" + execution + "/transitions", "{\"transitionId\":\"" + words[1] + "\"}")
                    .expect(200);
        }

        JsonNode ended = api.get("/api/executions/" + execution).expect(200).json();

        assertThat(ended.path("status").asString() + " " + Json.write(ended.path("currentStates")))
                .isEqualTo("completed [\"" + machine.ends() + "\"]");
    }

    /** A key of the role; a number behind it makes another one. */
    private static Api key(String role) {
        return role.equals("admin") ? api : api.withKey(KEYS.computeIfAbsent(role, ExamplesTest::secret));
    }

    private static String secret(String role) {
        return api.post("/api-keys", "{\"name\":\"k\",\"roles\":[\"" + role.replaceAll("[0-9]", "") + "\"]}")
                .expect(201)
                .json()
                .path("secret")
                .asString();
    }

    private static final Map<String, String> KEYS = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
        resizer = Worker.start(
                new WorkerCalls(api, "resize"),
                input -> Json.object().put("file", "small-" + input.path("file").asString()));
    }

    @AfterAll
    static void stop() {
        resizer.close();
        stack.close();
    }

    @Test
    void no_example_is_left_out() throws IOException {
        try (Stream<Path> files = Files.list(Project.file("docs/examples"))) {
            Set<String> there = files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());
            assertThat(Stream.concat(
                                    examples().stream().map(Example::file),
                                    machines().stream().map(Machine::file))
                            .collect(Collectors.toSet()))
                    .isEqualTo(there);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_gives_what_it_says(Example example) throws Exception {
        String workflow = api.register(definition(example.file()));
        String execution = api.execute(workflow, "{\"input\":" + example.input() + "}");
        example.signal().ifPresent(data -> signal(workflow, execution, data));

        JsonNode ended = api.ended(workflow, execution);

        assertThat(ended.path("status").asString()).as("%s", ended).isEqualTo(example.status());
        assertThat(ended.has("output") ? Json.write(ended.get("output")) : "")
                .as("%s", ended)
                .isEqualTo(example.output());
    }

    private static void signal(String workflow, String execution, String data) {
        api.await(
                workflow,
                execution,
                view -> view.path("tasks").path(0).path("status").asString().equals("WAITING"));
        api.post("/workflows/" + workflow + "/executions/" + execution + "/signals/approval", data)
                .expect(200);
    }

    /** What the examples leave to their reader: which workflow, and where the service is. */
    private static String definition(String file) throws Exception {
        String definition = Json.write(DefinitionFile.read(Project.file("docs/examples/" + file)))
                .replace("http://127.0.0.1:3000", stack.url().toString());
        return definition.contains("wf-00000000000000000000000000")
                ? definition.replace("wf-00000000000000000000000000", api.register(Api.DUMMY))
                : definition;
    }
}
