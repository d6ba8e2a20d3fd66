package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Each file of {@code events/} through its handler, as {@code invoke} does it. */
class EventsTest {
    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template())
                .withoutHttp()
                .withoutEventSources()
                .start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static JsonNode invoke(String function, String event) throws Exception {
        String text = Files.readString(Project.file("events/" + event + ".json"))
                .replace("lk_local", stack.adminKey().text());
        byte[] answer = stack.functions().named(function).invoke(text.getBytes(StandardCharsets.UTF_8));
        return Json.read(new String(answer, StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0} answers {2}")
    @CsvSource({
        "ApiFunction, api, 200",
        "DefinitionsFunction, definitions, 201",
        "TriggerFunction, trigger, 404",
        "StatusFunction, status, 404",
        "ControlFunction, control, 404",
        "KeysFunction, keys, 201",
        "SchedulesFunction, schedules, 400",
        "SubscriptionsFunction, subscriptions, 201",
        "SocketFunction, socket, 200",
        "WorkersFunction, workers, 200",
    })
    void a_call_is_answered(String function, String event, int status) throws Exception {
        JsonNode answer = invoke(function, event);

        assertThat(answer.path("statusCode").asInt()).as(Json.write(answer)).isEqualTo(status);
    }

    @Test
    void a_step_of_an_unknown_workflow_comes_back() throws Exception {
        assertThat(Json.write(invoke("StepFunction", "step")))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"059f36b4-87a3-44ab-83d2-661975830a7d\"}]}");
    }

    @Test
    void a_dead_step_of_an_unknown_execution_is_done_with() throws Exception {
        assertThat(Json.write(invoke("DeadLetterFunction", "deadletter"))).isEqualTo("{\"batchItemFailures\":[]}");
    }

    @Test
    void the_watchdog_looks_at_what_is_due() throws Exception {
        assertThat(Json.write(invoke("WatchdogFunction", "watchdog")))
                .isEqualTo("{\"executions\":0,\"schedules\":0,\"bulks\":0,\"removed\":0,\"deliveries\":0}");
    }

    @Test
    void a_delivery_that_is_not_there_any_more_is_done_with() throws Exception {
        assertThat(Json.write(invoke("WebhookFunction", "webhook"))).isEqualTo("{\"batchItemFailures\":[]}");
    }

    @Test
    void what_was_written_of_an_execution_is_taken() throws Exception {
        assertThat(Json.write(invoke("ProgressFunction", "progress"))).isEqualTo("{\"batchItemFailures\":[]}");
    }

    @Test
    void there_is_an_event_for_each_function() throws IOException {
        try (Stream<Path> events = Files.list(Project.file("events"));
                Stream<Path> functions = Files.list(Project.file("functions"))) {
            List<String> names = events.map(
                            path -> path.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();

            assertThat(functions
                            .filter(path -> Files.exists(path.resolve("src/main")))
                            .map(path -> path.getFileName().toString())
                            .sorted())
                    .isEqualTo(names);
        }
    }
}
