package dev.lockstep.local.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.local.handlers.BurialHandler;
import dev.lockstep.local.handlers.ClockHandler;
import dev.lockstep.local.handlers.WorkHandler;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import tools.jackson.databind.JsonNode;

class EventSourcesTest {
    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Path.of("src/test/resources/home/template.yaml"))
                .withoutHttp()
                .start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void aMessageArrivesAsLambdaWouldPassIt() {
        send("plain:1");

        patiently().until(() -> WorkHandler.deliveries("plain:1").size() == 1);
        JsonNode record = WorkHandler.deliveries("plain:1").getFirst();
        assertThat(record.path("eventSource").asString()).isEqualTo("aws:sqs");
        assertThat(record.path("eventSourceARN").asString())
                .isEqualTo("arn:aws:sqs:us-east-1:000000000000:lockstep-WorkQueue");
        assertThat(record.path("awsRegion").asString()).isEqualTo("us-east-1");
        assertThat(record.path("md5OfBody").asString()).hasSize(32);
        assertThat(record.path("receiptHandle").asString()).isNotEmpty();
        assertThat(record.path("attributes").path("ApproximateReceiveCount").asString())
                .isEqualTo("1");
        assertThat(record.path("attributes").path("SentTimestamp").asString()).matches("\\d{13}");
    }

    @Test
    void whatSucceedsIsGoneAndWhatFailsComesAgainThenIsBuried() {
        sendBatch("plain:2", "fail:2", "plain:3");

        patiently().until(() -> BurialHandler.BURIED.contains("fail:2"));
        assertThat(WorkHandler.deliveries("fail:2"))
                .extracting(record -> record.path("attributes")
                        .path("ApproximateReceiveCount")
                        .asString())
                .containsExactly("1", "2");
        assertThat(WorkHandler.deliveries("plain:2")).hasSize(1);
        assertThat(WorkHandler.deliveries("plain:3")).hasSize(1);
        patiently().untilAsserted(() -> assertThat(remaining("WorkQueue")).isEqualTo("0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw:1", "garbage:1", "hang:1"})
    void anInvocationWithoutAnAnswerLeavesEverything(String body) {
        send(body);

        patiently().until(() -> BurialHandler.BURIED.contains(body));
        assertThat(WorkHandler.deliveries(body)).hasSize(2);
    }

    @Test
    void aChainOfMessagesTakesWellUnderASecond() {
        send("hop:10");

        patiently().until(() -> !WorkHandler.deliveries("hop:0").isEmpty());
        long first = sentAt("hop:10");
        assertThat(sentAt("hop:0") - first).isLessThan(1_000);
    }

    @Test
    void aScheduleTicksEverySecond() {
        int before = ClockHandler.TICKS.size();

        patiently().until(() -> ClockHandler.TICKS.size() >= before + 2);
        JsonNode tick = ClockHandler.TICKS.getLast();
        assertThat(tick.path("source").asString()).isEqualTo("aws.scheduler");
        assertThat(tick.path("detail-type").asString()).isEqualTo("Scheduled Event");
    }

    private static long sentAt(String body) {
        JsonNode record = WorkHandler.deliveries(body).getFirst();
        return Long.parseLong(record.path("attributes").path("SentTimestamp").asString());
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    private static void send(String body) {
        stack.sqs()
                .sendMessage(
                        request -> request.queueUrl(stack.queueUrl("WorkQueue")).messageBody(body));
    }

    private static void sendBatch(String... bodies) {
        List<SendMessageBatchRequestEntry> entries = List.of(bodies).stream()
                .map(body -> SendMessageBatchRequestEntry.builder()
                        .id(body.replace(':', '-'))
                        .messageBody(body)
                        .build())
                .toList();
        stack.sqs()
                .sendMessageBatch(
                        request -> request.queueUrl(stack.queueUrl("WorkQueue")).entries(entries));
    }

    private static String remaining(String queue) {
        return stack.sqs()
                .getQueueAttributes(request -> request.queueUrl(stack.queueUrl(queue))
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "?");
    }
}
