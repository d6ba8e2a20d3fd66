package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.adapters.sqs.StepMessage;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.usecases.Digest;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Messages that ran out of deliveries, as they are listed and redriven. */
class DeadLettersTest {
    private static final String WAITING =
            "{\"name\": \"Long\", \"steps\": [{\"id\": \"long\", \"type\": \"Wait\", \"duration\": \"P1D\"}]}";

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static void die(String body) {
        stack.sqs()
                .sendMessage(request ->
                        request.queueUrl(stack.queueUrl("StepDeadLetterQueue")).messageBody(body));
    }

    /** Has a message of the execution's one step be one that ran out of deliveries. */
    private static JsonNode dead(String workflow, String execution) {
        die(StepMessage.write(new Step(
                new WorkflowRef(Workspace.DEFAULT, new WorkflowId(workflow), 1),
                new ExecutionId(execution),
                StageRunKey.first("long"))));
        return listed(letter -> letter.path("execution_id").asString("").equals(execution)
                && letter.path("status").asString().equals("OPEN"));
    }

    private static JsonNode listed(Predicate<JsonNode> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> api.get("/dead-letters?limit=100")
                                .expect(200)
                                .json()
                                .path("dead_letters")
                                .valueStream()
                                .filter(wanted)
                                .toList(),
                        letters -> !letters.isEmpty())
                .getFirst();
    }

    private static String path(JsonNode letter) {
        return "/dead-letters/" + letter.path("dead_letter_id").asString() + "/redrive";
    }

    @Test
    void a_dead_step_is_listed_fails_its_execution_and_can_be_redriven_once() {
        String workflow = api.register(WAITING);
        String execution = api.execute(workflow, "{}");

        JsonNode letter = dead(workflow, execution);
        assertThat(api.ended(workflow, execution).path("error").path("name").asString())
                .isEqualTo("DeadLettered");
        assertThat(letter.propertyNames())
                .containsExactly(
                        "dead_letter_id", "workflow_id", "execution_id", "step", "failed_at", "reason", "status");

        Api keyed = api.with("Idempotency-Key", "redrive-" + execution);
        JsonNode redriven =
                keyed.post(path(letter), "{\"reason\":\"fixed\"}").expect(200).json();
        assertThat(redriven.path("status").asString()).isEqualTo("REDRIVEN");
        assertThat(redriven.path("redriven_by").asString()).isEqualTo("key-admin");
        assertThat(keyed.post(path(letter), "{\"reason\":\"fixed\"}")
                        .expect(200)
                        .json())
                .isEqualTo(redriven);
        keyed.post(path(letter), "{\"reason\":\"other\"}").expect(422);
        api.post(path(letter), "{}").expect(409);
        api.await(
                workflow,
                execution,
                view -> view.path("tasks").get(0).path("status").asString().equals("WAITING"));
        assertThat(Json.write(api.get("/workflows/" + workflow + "/executions/" + execution + "/history")
                        .json()))
                .contains("\"type\":\"execution.retried\",\"by\":\"key-admin\",\"reason\":\"fixed\"");
    }

    @Test
    void what_was_canceled_cannot_be_redriven() {
        String workflow = api.register(WAITING);
        String execution = api.execute(workflow, "{}");
        api.post("/workflows/" + workflow + "/executions/" + execution + "/cancel", "{}")
                .expect(200);

        JsonNode letter = dead(workflow, execution);

        assertThat(api.post(path(letter), "{}").expect(409).text()).contains("it is CANCELED");
    }

    @Test
    void a_message_that_is_no_step_is_listed_without_its_body_and_is_gone_from_the_queue() {
        String body = "{\"secret\": \"grüße\"";
        die(body);

        JsonNode letter = listed(any -> any.path("body_sha256").asString("").equals(Digest.sha256(body)));

        assertThat(letter.path("body_bytes").asInt()).isEqualTo(20);
        assertThat(letter.path("message_id").asString()).isNotEmpty();
        assertThat(Json.write(letter)).doesNotContain("secret").doesNotContain("grüße");
        api.post(path(letter), "{}").expect(409);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            String left = stack.sqs()
                    .getQueueAttributes(request -> request.queueUrl(stack.queueUrl("StepDeadLetterQueue"))
                            .attributeNamesWithStrings(
                                    "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"))
                    .attributesAsStrings()
                    .values()
                    .toString();
            return left.equals("[0, 0]");
        });
    }

    @Test
    void letters_are_paged_newest_first_and_each_workspace_has_its_own() {
        String workflow = api.register(WAITING);
        JsonNode older = dead(workflow, api.execute(workflow, "{}"));
        JsonNode newer = dead(workflow, api.execute(workflow, "{}"));
        Api stranger = OtherWorkspace.admin(stack);

        List<String> ids = api.get("/dead-letters?limit=100")
                .json()
                .path("dead_letters")
                .valueStream()
                .map(letter -> letter.path("dead_letter_id").asString())
                .toList();
        assertThat(ids).isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(ids)
                .containsSubsequence(
                        newer.path("dead_letter_id").asString(),
                        older.path("dead_letter_id").asString());
        JsonNode first = api.get("/dead-letters?limit=1").expect(200).json();
        JsonNode second = api.get("/dead-letters?limit=1&cursor="
                        + first.path("next_cursor").asString())
                .expect(200)
                .json();
        assertThat(second.path("dead_letters").get(0).path("dead_letter_id").asString())
                .isLessThan(
                        first.path("dead_letters").get(0).path("dead_letter_id").asString());
        assertThat(stranger.get("/dead-letters")
                        .expect(200)
                        .json()
                        .path("dead_letters")
                        .size())
                .isZero();
        stranger.post(path(newer), "{}").expect(404);
        api.post("/dead-letters/dl-x/redrive", "{}").expect(404);
        assertThat(Json.write(
                        api.post(path(newer), "{\"why\":1}").expect(400).json().path("errors")))
                .contains("\"path\":\"why\"");
    }
}
