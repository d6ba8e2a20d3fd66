package dev.lockstep.local.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.awaitility.Awaitility;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What goes without HTTP is the same as with it: what one way sends, the other receives. */
class InProcessSqsTest {
    private static ActorSystem actors;
    private static SqsClient http;
    private static SqsClient inProcess;
    private static int queues;

    private String queue;

    @BeforeAll
    static void start() {
        actors = ActorSystem.create("in-process-sqs-test");
        ActorRef manager = actors.actorOf(Props.create(
                QueueManagerActor.class,
                () -> new QueueManagerActor(new NowProvider(), StrictSQSLimits$.MODULE$, Option.empty())));
        int port = SQSRestServerBuilder.withActorSystem(actors)
                .withQueueManagerActor(manager)
                .withInterface("127.0.0.1")
                .withDynamicPort()
                .withAWSRegion("us-east-1")
                .withAWSAccountId("000000000000")
                .start()
                .waitUntilStarted()
                .localAddress()
                .getPort();
        http = SqsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(Apache5HttpClient.create())
                .build();
        inProcess = InProcessSqs.of(http, manager);
    }

    @AfterAll
    static void stop() {
        http.close();
        actors.terminate();
    }

    @BeforeEach
    void create() {
        String name = "queue-" + queues++;
        queue = inProcess.createQueue(request -> request.queueName(name)).queueUrl();
    }

    @Test
    void a_message_arrives_as_over_http() {
        inProcess.sendMessageBatch(request -> request.queueUrl(queue).entries(entry("0", "{\"text\":\"süß 世界\"}")));

        Message first = receive(http, 0).getFirst();
        Message again = receive(inProcess, 0).getFirst();

        assertThat(again.attributes())
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2")
                .containsAllEntriesOf(withoutCount(first.attributes()));
        assertThat(withoutCount(again.attributes())).isEqualTo(withoutCount(first.attributes()));
        assertThat(again.toBuilder()
                        .attributes(first.attributes())
                        .receiptHandle(first.receiptHandle())
                        .build())
                .isEqualTo(first);
    }

    private static Map<MessageSystemAttributeName, String> withoutCount(Map<MessageSystemAttributeName, String> all) {
        Map<MessageSystemAttributeName, String> others = new EnumMap<>(all);
        others.remove(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        return others;
    }

    @Test
    void a_message_with_attributes_of_its_own_arrives_as_over_http() {
        Map<String, MessageAttributeValue> attributes = Map.of(
                "text",
                        MessageAttributeValue.builder()
                                .dataType("String.kind")
                                .stringValue("a")
                                .build(),
                "number",
                        MessageAttributeValue.builder()
                                .dataType("Number")
                                .stringValue("7")
                                .build(),
                "bytes",
                        MessageAttributeValue.builder()
                                .dataType("Binary")
                                .binaryValue(SdkBytes.fromUtf8String("b"))
                                .build());
        inProcess.sendMessageBatch(request -> request.queueUrl(queue)
                .entries(entry("0", "x").toBuilder()
                        .messageAttributes(attributes)
                        .build()));

        Message first = receive(http, 0).getFirst();
        Message again = receive(inProcess, 0).getFirst();

        assertThat(again.messageAttributes())
                .isEqualTo(first.messageAttributes())
                .isEqualTo(attributes);
        assertThat(again.md5OfMessageAttributes()).isEqualTo(first.md5OfMessageAttributes());
    }

    @Test
    void sending_answers_as_over_http() {
        SendMessageBatchResponse direct = inProcess.sendMessageBatch(
                request -> request.queueUrl(queue).entries(entry("a", "x"), entry("b", "y")));
        SendMessageBatchResponse overHttp =
                http.sendMessageBatch(request -> request.queueUrl(queue).entries(entry("a", "x"), entry("b", "y")));

        assertThat(direct.failed()).isEmpty();
        assertThat(direct.successful())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("messageId")
                .isEqualTo(overHttp.successful());
        assertThat(receive(inProcess, 0)).hasSize(4);
    }

    @Test
    void what_is_deleted_is_gone_and_a_handle_of_an_earlier_delivery_is_refused() {
        inProcess.sendMessageBatch(request -> request.queueUrl(queue).entries(entry("0", "x"), entry("1", "y")));
        List<Message> stale = receive(inProcess, 0);
        List<Message> fresh = receive(inProcess, 60);

        assertThat(delete(inProcess, stale).failed()).hasSize(2);
        assertThat(delete(inProcess, fresh).successful()).hasSize(2);
        assertThat(http.getQueueAttributes(request -> request.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0");
    }

    @Test
    void a_delay_is_kept_and_a_new_message_ends_a_wait() {
        inProcess.sendMessageBatch(request -> request.queueUrl(queue)
                .entries(entry("0", "later").toBuilder().delaySeconds(1).build()));

        assertThat(receive(inProcess, 60)).isEmpty();
        assertThat(inProcess
                        .receiveMessage(request -> request.queueUrl(queue)
                                .waitTimeSeconds(5)
                                .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                                .messageAttributeNames("All"))
                        .messages())
                .extracting(Message::body)
                .containsExactly("later");
    }

    @Test
    void a_message_delivered_too_often_goes_to_the_dead_letters() {
        String dead =
                inProcess.createQueue(request -> request.queueName("dead")).queueUrl();
        inProcess.setQueueAttributes(
                request -> request.queueUrl(queue)
                        .attributes(
                                Map.of(
                                        QueueAttributeName.REDRIVE_POLICY,
                                        "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:dead\",\"maxReceiveCount\":1}")));
        inProcess.sendMessageBatch(request -> request.queueUrl(queue).entries(entry("0", "x")));

        assertThat(receive(inProcess, 0)).hasSize(1);
        assertThat(receive(inProcess, 0)).isEmpty();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(inProcess
                                .receiveMessage(request -> all(request.queueUrl(dead)))
                                .messages())
                        .hasSize(1));
    }

    @Test
    void what_sqs_refuses_is_refused() {
        assertThatThrownBy(() -> inProcess.sendMessageBatch(
                        request -> request.queueUrl(queue).entries(entry("0", "x"), entry("0", "y"))))
                .isInstanceOf(SqsException.class);
        assertThatThrownBy(() -> inProcess.sendMessageBatch(
                        request -> request.queueUrl(queue + "-missing").entries(entry("0", "x"))))
                .isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(() -> inProcess.receiveMessage(
                        request -> all(request.queueUrl(queue)).maxNumberOfMessages(11)))
                .isInstanceOf(SqsException.class);
    }

    @Test
    void an_interrupt_ends_a_wait() throws Exception {
        Thread waiting = Thread.ofVirtual()
                .unstarted(() -> assertThatThrownBy(() -> inProcess.receiveMessage(
                                request -> all(request.queueUrl(queue)).waitTimeSeconds(20)))
                        .isInstanceOf(AbortedException.class));
        waiting.start();
        waiting.interrupt();

        assertThat(waiting.join(Duration.ofSeconds(5))).isTrue();
    }

    private List<Message> receive(SqsClient client, int visibility) {
        return client.receiveMessage(request -> all(request.queueUrl(queue)).visibilityTimeout(visibility))
                .messages();
    }

    private static ReceiveMessageRequest.Builder all(ReceiveMessageRequest.Builder request) {
        return request.maxNumberOfMessages(10)
                .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                .messageAttributeNames("All");
    }

    private DeleteMessageBatchResponse delete(SqsClient client, List<Message> messages) {
        return client.deleteMessageBatch(request -> request.queueUrl(queue)
                .entries(messages.stream()
                        .map(message -> DeleteMessageBatchRequestEntry.builder()
                                .id(Integer.toString(messages.indexOf(message)))
                                .receiptHandle(message.receiptHandle())
                                .build())
                        .toList()));
    }

    private static SendMessageBatchRequestEntry entry(String id, String body) {
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
    }
}
