package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.measure.CapacityCount;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.util.Collections;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.JsonNode;

/** What an execution costs, counted: the budgets of the step protocol. */
class CostTest {
    private static final CapacityCount COUNT = new CapacityCount();

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template())
                .wrapDynamoDb(client -> COUNT.on(client))
                .wrapSqs(client -> COUNT.on(client))
                .start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest(name = "a chain of {0} stages")
    @ValueSource(ints = {1, 10, 100})
    void a_stage_costs_one_write_two_reads_and_one_send_however_many_there_are(int stages) {
        Api api = Api.of(stack);
        String steps = String.join(",", Collections.nCopies(stages, "{\"type\":\"TextOperation.Reverse\"}"));
        String workflow = api.register("{\"name\":\"chain\",\"steps\":[" + steps + "]}");
        api.ended(workflow, api.execute(workflow, "{\"input\":{\"text\":\"warm\"}}"));
        awaitQuiet();
        COUNT.reset();

        String execution = api.execute(workflow, "{\"input\":{\"text\":\"hello\"}}");
        JsonNode ended = api.ended(workflow, execution);

        assertThat(ended.path("status").asString()).as(Json.write(ended)).isEqualTo("COMPLETED");
        assertThat(COUNT.of("write stage")).as("write units for stages").isEqualTo(stages);
        assertThat(COUNT.of("read stage") + COUNT.of("read execution"))
                .as("read units of steps; the first has no stage before it, and so reads one item less")
                .isBetween(stages * 1.0, stages * 2.0);
        assertThat(COUNT.of("send")).as("messages sent").isEqualTo(stages);
        assertThat(COUNT.of("write execution"))
                .as("start and finish, with indexes")
                .isLessThanOrEqualTo(7.0);
        assertThat(COUNT.of("write other")).isZero();
    }

    private static void awaitQuiet() {
        SqsClient sqs = stack.sqs();
        Awaitility.await()
                .until(() -> sqs.getQueueAttributes(request -> request.queueUrl(stack.queueUrl("StepQueue"))
                                .attributeNames(
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                        .attributes()
                        .equals(Map.of(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                "0",
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                "0")));
    }
}
