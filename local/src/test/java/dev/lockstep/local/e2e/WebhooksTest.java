package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Webhooks over HTTP, each attempt a second after the last. */
class WebhooksTest {
    private static final String TWO_STEPS = """
            {"name": "two", "steps": [{"type": "TextOperation.Reverse"}, {"type": "Echo"}]}
            """;
    private static final String WAITING = """
            {"name": "waiting", "steps": [{"type": "Await", "signal": "go"}, {"type": "Echo"}]}
            """;

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    private final Receiver receiver = new Receiver();

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template())
                .parameter("WebhookRetrySeconds", "1,1,1")
                .start();
        api = Api.of(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @AfterEach
    void close() {
        api.get("/webhooks?limit=100")
                .json()
                .path("subscriptions")
                .forEach(subscription -> api.delete(
                        "/webhooks/" + subscription.path("subscription_id").asString()));
        receiver.close();
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    private static String start(String workflow, String url) {
        return api.execute(workflow, "{\"input\":{\"text\":\"abc\"},\"webhook_url\":\"" + url + "\"}");
    }

    private static String secret() {
        return api.get("/webhooks/secret").expect(200).json().path("secret").asString();
    }

    private static void verify(Receiver.Received received, String secret) throws Exception {
        new Webhook(secret).verify(received.body(), received.headers());
    }

    private static List<JsonNode> deliveries(String workflow, String execution) {
        JsonNode page = api.get("/workflows/" + workflow + "/executions/" + execution + "/deliveries?limit=100")
                .expect(200)
                .json()
                .path("deliveries");
        return StreamSupport.stream(page.spliterator(), false).toList();
    }

    private static JsonNode delivery(String workflow, String execution, String type) {
        return deliveries(workflow, execution).stream()
                .filter(delivery -> delivery.path("type").asString().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_state_of_a_machine_that_still_waits_is_reminded_of_once_for_each_time() {
        api.post("/api/definitions", """
                        {"workflow": {"id": "slow-review", "start": "review", "states": {
                          "review": {"reminders": ["PT1S", "PT2S"], "transitions": {"approve": "approved"}},
                          "approved": {}}}}""").expect(201);
        String execution = api.post(
                        "/api/executions",
                        "{\"definitionId\":\"slow-review\",\"webhookUrl\":\"" + receiver.url() + "\"}")
                .expect(201)
                .json()
                .path("id")
                .asString();

        patiently().until(() -> receiver.types().contains("step.reminded"));
        JsonNode data = receiver.received().stream()
                .filter(received -> received.type().equals("step.reminded"))
                .findFirst()
                .orElseThrow()
                .json()
                .path("data");
        assertThat(data.path("execution_id").asString()).isEqualTo(execution);
        assertThat(data.path("task").path("step").asString()).isEqualTo("review");
        assertThat(data.path("task").path("status").asString()).isEqualTo("WAITING");
        patiently()
                .until(() -> receiver.types().stream()
                                .filter("step.reminded"::equals)
                                .count()
                        == 2);

        api.post("/api/executions/" + execution + "/transitions", "{\"transitionId\":\"approve\"}")
                .expect(200);
        patiently().until(() -> receiver.types().contains("execution.completed"));
        assertThat(receiver.types()).filteredOn("step.reminded"::equals).hasSize(2);
    }

    @Test
    void each_change_of_an_execution_and_each_finished_step_is_posted_signed_and_in_order_by_sequence()
            throws Exception {
        String workflow = api.register(TWO_STEPS);
        String execution = start(workflow, receiver.url());

        patiently().until(() -> receiver.received().size() == 4);
        assertThat(receiver.types())
                .containsExactlyInAnyOrder(
                        "execution.started", "step.completed", "step.completed", "execution.completed");
        for (Receiver.Received received : receiver.received()) {
            verify(received, secret());
            assertThat(received.header("content-type")).isEqualTo("application/json");
            assertThat(received.json().path("data").path("execution_id").asString())
                    .isEqualTo(execution);
        }
        assertThat(receiver.received().stream().map(received -> received.header("webhook-id")))
                .doesNotHaveDuplicates();
        List<Receiver.Received> bySequence = receiver.received().stream()
                .sorted((a, b) -> Long.compare(
                        a.json().path("sequence").asLong(),
                        b.json().path("sequence").asLong()))
                .toList();
        assertThat(bySequence)
                .extracting(Receiver.Received::type)
                .containsExactly("execution.started", "step.completed", "step.completed", "execution.completed");
        assertThat(bySequence.getFirst().json().path("sequence").asLong()).isEqualTo(1);
        JsonNode end = bySequence.getLast().json().path("data");
        assertThat(end).isEqualTo(api.execution(workflow, execution));
        assertThat(Json.write(bySequence.get(1).json().path("data").path("task").path("output")))
                .isEqualTo("{\"text\":\"cba\"}");
        assertThat(deliveries(workflow, execution)).hasSize(4).allSatisfy(delivery -> {
            assertThat(delivery.path("status").asString()).isEqualTo("DELIVERED");
            assertThat(delivery.path("attempts").path(0).path("status").asInt()).isEqualTo(200);
            assertThat(delivery.path("attempts").path(0).path("response").asString())
                    .isEqualTo("thanks");
        });
    }

    @Test
    void what_somebody_else_signed_or_changed_does_not_verify() {
        String workflow = api.register(TWO_STEPS);
        start(workflow, receiver.url());
        patiently().until(() -> !receiver.received().isEmpty());
        Receiver.Received received = receiver.received().getFirst();
        Receiver.Received changed = new Receiver.Received(received.headers(), received.body() + " ");

        assertThatThrownBy(() -> verify(changed, secret())).isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> verify(received, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void a_receiver_that_fails_three_times_gets_it_the_fourth_time() {
        receiver.answers(number -> number < 4 ? 500 : 204);
        String workflow = api.register(WAITING);
        String execution = start(workflow, receiver.url());

        patiently().until(() -> receiver.received().size() == 4);
        assertThat(receiver.types()).containsOnly("execution.started");
        assertThat(receiver.received().stream()
                        .map(received -> received.header("webhook-id"))
                        .distinct())
                .hasSize(1);
        assertThat(receiver.received().stream().map(Receiver.Received::body).distinct())
                .hasSize(1);
        patiently()
                .until(() -> delivery(workflow, execution, "execution.started")
                        .path("status")
                        .asString()
                        .equals("DELIVERED"));
        assertThat(delivery(workflow, execution, "execution.started")
                        .path("attempts")
                        .valueStream())
                .extracting(attempt -> attempt.path("status").asInt())
                .containsExactly(500, 500, 500, 204);
    }

    @Test
    void what_always_fails_is_given_up_after_the_plan_and_can_be_sent_again() {
        receiver.answers(number -> 503);
        String workflow = api.register(WAITING);
        String execution = start(workflow, receiver.url());
        patiently().until(() -> delivered(workflow, execution, "FAILED"));
        assertThat(receiver.received()).hasSize(4);
        String id = delivery(workflow, execution, "execution.started")
                .path("webhook_id")
                .asString();
        receiver.answers(number -> 200);

        api.post("/workflows/" + workflow + "/executions/" + execution + "/deliveries/" + id + "/redeliver", "")
                .expect(202);

        patiently().until(() -> delivered(workflow, execution, "DELIVERED"));
        assertThat(receiver.received()).hasSize(5);
        JsonNode again = api.post("/workflows/" + workflow + "/executions/" + execution + "/deliveries/redeliver", "{}")
                .expect(202)
                .json();
        assertThat(again.path("webhook_ids").path(0).asString()).isEqualTo(id);
        patiently().until(() -> receiver.received().size() == 6);
        assertThat(api.post(
                                "/workflows/" + workflow + "/executions/" + execution + "/deliveries/redeliver",
                                "{\"status\":\"FAILED\"}")
                        .expect(202)
                        .json()
                        .path("webhook_ids"))
                .isEmpty();
    }

    private static boolean delivered(String workflow, String execution, String status) {
        return deliveries(workflow, execution).stream()
                .anyMatch(delivery -> delivery.path("status").asString().equals(status));
    }

    @Test
    void a_receiver_that_is_gone_hears_no_more_of_that_execution() {
        receiver.answers(number -> 410);
        String workflow = api.register(WAITING);
        String execution = start(workflow, receiver.url());
        patiently().until(() -> delivered(workflow, execution, "FAILED"));

        api.post("/workflows/" + workflow + "/executions/" + execution + "/signals/go", "{}")
                .expect(200);
        api.ended(workflow, execution);
        String other = start(workflow, receiver.url());
        patiently().until(() -> delivered(workflow, other, "FAILED"));

        assertThat(receiver.received()).as("one of each execution").hasSize(2);
        assertThat(deliveries(workflow, execution)).hasSize(1);
    }

    @Test
    void a_subscription_is_told_of_what_it_asked_for_and_of_its_workflow_alone() throws Exception {
        String workflow = api.register(TWO_STEPS);
        String other = api.register(TWO_STEPS);
        JsonNode made = api.post(
                        "/webhooks",
                        "{\"url\":\"" + receiver.url()
                                + "\",\"events\":[\"execution.completed\",\"step.*\"],\"workflow_id\":\"" + workflow
                                + "\"}")
                .expect(201)
                .json();
        api.ended(other, api.execute(other, "{\"input\":{\"text\":\"no\"}}"));
        String execution = api.execute(workflow, "{\"input\":{\"text\":\"yes\"}}");

        patiently().until(() -> receiver.received().size() == 3);
        assertThat(receiver.types())
                .containsExactlyInAnyOrder("step.completed", "step.completed", "execution.completed");
        for (Receiver.Received received : receiver.received()) {
            assertThat(received.json().path("data").path("execution_id").asString())
                    .isEqualTo(execution);
            verify(received, made.path("secret").asString());
        }
    }

    @Test
    void while_a_secret_is_rotated_both_verify_and_then_the_new_one_alone() throws Exception {
        JsonNode made = api.post("/webhooks", "{\"url\":\"" + receiver.url() + "\",\"events\":[\"execution.started\"]}")
                .expect(201)
                .json();
        String path = "/webhooks/" + made.path("subscription_id").asString();
        String first = made.path("secret").asString();
        String second = api.post(path + "/rotate-secret", "{}")
                .expect(200)
                .json()
                .path("secret")
                .asString();
        String workflow = api.register(TWO_STEPS);

        api.execute(workflow, "{\"input\":{\"text\":\"a\"}}");
        patiently().until(() -> receiver.received().size() == 1);
        verify(receiver.received().getFirst(), first);
        verify(receiver.received().getFirst(), second);

        String third = api.post(path + "/rotate-secret", "{\"overlap_seconds\":0}")
                .expect(200)
                .json()
                .path("secret")
                .asString();
        api.execute(workflow, "{\"input\":{\"text\":\"a\"}}");
        patiently().until(() -> receiver.received().size() == 2);
        verify(receiver.received().get(1), third);
        assertThatThrownBy(() -> verify(receiver.received().get(1), second))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void the_secret_for_executions_is_rotated_with_two_valid_at_once() throws Exception {
        String before = secret();
        String after = api.post("/webhooks/secret/rotate", "")
                .expect(200)
                .json()
                .path("secret")
                .asString();
        assertThat(after).isNotEqualTo(before).isEqualTo(secret());
        String workflow = api.register(WAITING);

        start(workflow, receiver.url());

        patiently().until(() -> receiver.received().size() == 1);
        verify(receiver.received().getFirst(), before);
        verify(receiver.received().getFirst(), after);
    }

    @Test
    void a_receiver_that_hangs_costs_nobody_else_anything() {
        String workflow = api.register(WAITING);
        IntStream.range(0, 30).forEach(i -> start(workflow, receiver.deadUrl()));
        patiently().until(() -> receiver.received().size() >= 30);

        long before = System.nanoTime();
        try (Receiver other = new Receiver()) {
            start(workflow, other.url());
            patiently().until(() -> other.received().size() == 1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void pauses_retries_and_cancels_are_told_too() {
        String workflow = api.register(WAITING);
        String execution = start(workflow, receiver.url());
        String path = "/workflows/" + workflow + "/executions/" + execution;
        api.post(path + "/pause", "{}").expect(200);
        api.post(path + "/resume", "{}").expect(200);
        api.post(path + "/cancel", "{}").expect(200);
        api.post(path + "/retry", "{}").expect(200);
        api.post(path + "/cancel", "{}").expect(200);

        patiently().until(() -> receiver.received().size() >= 6);
        assertThat(receiver.received().stream()
                        .sorted((a, b) -> Long.compare(
                                a.json().path("sequence").asLong(),
                                b.json().path("sequence").asLong()))
                        .map(Receiver.Received::type)
                        .filter(type -> type.startsWith("execution.")))
                .containsExactly(
                        "execution.started",
                        "execution.paused",
                        "execution.resumed",
                        "execution.canceled",
                        "execution.retried",
                        "execution.canceled");
    }

    @Test
    void the_elements_of_a_map_are_not_told_one_by_one() {
        String workflow = api.register("""
                {"name": "map", "steps": [{"type": "Echo", "for_each": "${input.list}", "input": "${item}"}]}
                """);
        String execution =
                api.execute(workflow, "{\"input\":{\"list\":[{},{},{}]},\"webhook_url\":\"" + receiver.url() + "\"}");

        api.ended(workflow, execution);
        patiently().until(() -> receiver.types().contains("execution.completed"));
        patiently().until(() -> deliveries(workflow, execution).size() == 3);
        assertThat(new HashSet<>(receiver.types()))
                .isEqualTo(java.util.Set.of("execution.started", "step.completed", "execution.completed"));
    }

    @Test
    void subscriptions_and_deliveries_are_of_their_own_workspace_alone() {
        String id = api.post("/webhooks", "{\"url\":\"" + receiver.url() + "\"}")
                .expect(201)
                .json()
                .path("subscription_id")
                .asString();
        String workflow = api.register(WAITING);
        String execution = start(workflow, receiver.url());
        patiently().until(() -> deliveries(workflow, execution).size() == 2);
        Api elsewhere = OtherWorkspace.admin(stack);

        elsewhere.get("/webhooks/" + id).expect(404);
        elsewhere.delete("/webhooks/" + id).expect(404);
        elsewhere.post("/webhooks/" + id + "/rotate-secret", "").expect(404);
        assertThat(elsewhere.get("/webhooks").expect(200).json().path("subscriptions"))
                .isEmpty();
        elsewhere
                .get("/workflows/" + workflow + "/executions/" + execution + "/deliveries")
                .expect(404);
        String delivery =
                deliveries(workflow, execution).getFirst().path("webhook_id").asString();
        elsewhere
                .post(
                        "/workflows/" + workflow + "/executions/" + execution + "/deliveries/" + delivery
                                + "/redeliver",
                        "")
                .expect(404);
        assertThat(elsewhere
                        .get("/webhooks/secret")
                        .expect(200)
                        .json()
                        .path("secret")
                        .asString())
                .isNotEqualTo(secret());
    }

    @Test
    void a_repeated_call_makes_one_subscription_and_there_are_only_so_many() {
        Api once = api.with("Idempotency-Key", "same");
        String body = "{\"url\":\"" + receiver.url() + "\"}";
        assertThat(once.post("/webhooks", body).expect(201).text())
                .isEqualTo(once.post("/webhooks", body).expect(201).text());

        IntStream.range(1, 20).forEach(i -> api.post("/webhooks", body).expect(201));
        api.post("/webhooks", body).expect(409);
    }
}
