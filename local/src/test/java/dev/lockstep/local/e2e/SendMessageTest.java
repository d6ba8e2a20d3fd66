package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.JsonNode;

/** Messages to queues outside, from steps and from Conductor's EVENT tasks. */
class SendMessageTest {
    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @SuppressWarnings("NullAway.Init")
    private static ConductorCalls conductor;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template())
                .parameter("SendableQueues", "arn:aws:sqs:us-east-1:000000000000:orders*")
                .start();
        api = Api.of(stack);
        conductor = ConductorCalls.of(api);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static String queue(String name, Map<QueueAttributeName, String> attributes) {
        return stack.sqs()
                .createQueue(create -> create.queueName(name).attributes(attributes))
                .queueUrl();
    }

    private static List<Message> received(String url) {
        return stack.sqs()
                .receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(5)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    private static JsonNode run(String step) {
        return api.run(
                "{\"name\":\"tells\",\"steps\":[{\"id\":\"tell\",\"type\":\"SendMessage\"," + step + "}]}",
                "{\"input\":{\"n\":7}}");
    }

    @Test
    void a_step_sends_a_message_and_gives_its_id() {
        String url = queue("orders-plain", Map.of());

        JsonNode ended = run("\"queue\":\"orders-plain\",\"body\":{\"order\":\"${input.n}\"}");

        assertThat(ended.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(received(url)).singleElement().satisfies(message -> {
            assertThat(message.body()).isEqualTo("{\"order\":7}");
            assertThat(ended.path("output").path("message_id").asString()).isEqualTo(message.messageId());
        });
    }

    @Test
    void what_goes_to_a_fifo_queue_is_of_the_executions_group() {
        String url = queue("orders.fifo", Map.of(QueueAttributeName.FIFO_QUEUE, "true"));

        JsonNode ended = run("\"queue\":\"arn:aws:sqs:us-east-1:000000000000:orders.fifo\"");

        assertThat(received(url)).singleElement().satisfies(message -> {
            assertThat(message.body()).isEqualTo("{\"n\":7}");
            assertThat(message.attributes())
                    .containsEntry(
                            MessageSystemAttributeName.MESSAGE_GROUP_ID,
                            ended.path("execution_id").asString());
        });
    }

    @Test
    void a_queue_that_is_not_listed_gets_nothing_and_one_that_is_not_there_fails_the_step() {
        String step = stack.queueUrl("StepQueue");
        String own = step.substring(step.lastIndexOf('/') + 1);

        assertThat(run("\"queue\":\"" + own + "\"").path("error").path("name").asString())
                .isEqualTo("NotAllowed");
        assertThat(run("\"queue\":\"orders-gone\"").path("error").path("name").asString())
                .isEqualTo("SendFailed");
    }

    @Test
    void an_event_task_whose_sink_is_a_queue_sends_what_it_tells() {
        String url = queue("orders-told", Map.of());
        String id = conductor.run("told-queue", """
                {"name":"tell","taskReferenceName":"tell","type":"EVENT","sink":"sqs:orders-told",
                 "inputParameters":{"order":"${workflow.input.order}"}}""", "{\"order\":{\"id\":7}}");

        JsonNode output =
                ConductorCalls.row(conductor.await(id, "COMPLETED"), "tell").path("outputData");

        assertThat(output.path("event_produced").asString()).isEqualTo("sqs:orders-told");
        assertThat(received(url)).singleElement().satisfies(message -> {
            JsonNode told = Json.read(message.body());
            assertThat(told.path("order").path("id").asInt()).isEqualTo(7);
            assertThat(told.path("workflowInstanceId").asString()).isEqualTo(id);
        });
    }

    @Test
    void an_event_task_whose_queue_is_not_listed_fails_for_good() {
        String id = conductor.run("told-denied", """
                {"name":"tell","taskReferenceName":"tell","type":"EVENT","sink":"sqs:billing"}""", "{}");

        JsonNode row = ConductorCalls.row(conductor.await(id, "FAILED"), "tell");

        assertThat(row.path("status").asString()).isEqualTo("FAILED_WITH_TERMINAL_ERROR");
        assertThat(row.path("reasonForIncompletion").asString()).contains("SendableQueues");
    }
}
