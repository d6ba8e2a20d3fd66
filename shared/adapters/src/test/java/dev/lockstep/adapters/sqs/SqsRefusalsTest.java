package dev.lockstep.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.Samples;
import dev.lockstep.engine.ports.StepQueue.Delayed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** A queue that refuses messages. */
class SqsRefusalsTest {
    private final List<SendMessageBatchRequest> requests = new ArrayList<>();

    /** A queue that takes all but the messages of one stage, which it refuses the given number of times. */
    private SqsStepQueue refusing(String stage, int times, boolean forGood) {
        return queue(request -> requests.size() > times
                ? List.of()
                : request.entries().stream()
                        .filter(entry -> entry.messageBody().contains("\"" + stage + "\""))
                        .map(entry -> error(entry, forGood))
                        .toList());
    }

    private SqsStepQueue queue(Function<SendMessageBatchRequest, List<BatchResultErrorEntry>> refused) {
        SqsClient client = new SqsClient() {
            @Override
            public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
                requests.add(request);
                return SendMessageBatchResponse.builder()
                        .failed(refused.apply(request))
                        .build();
            }

            @Override
            public String serviceName() {
                return "sqs";
            }

            @Override
            public void close() {}
        };
        return new SqsStepQueue(client, "http://127.0.0.1/queue");
    }

    private static BatchResultErrorEntry error(SendMessageBatchRequestEntry entry, boolean forGood) {
        return BatchResultErrorEntry.builder()
                .id(entry.id())
                .code(forGood ? "InvalidMessageContents" : "ServiceUnavailable")
                .senderFault(forGood)
                .build();
    }

    private static List<Delayed> steps(int count, Duration delay) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Step(Samples.VERSION, new ExecutionId("ex-1"), StageRunKey.first("s" + i)))
                .map(step -> new Delayed(step, delay))
                .toList();
    }

    @Test
    void what_the_queue_refuses_for_the_moment_alone_is_sent_again() {
        refusing("s1", 2, false).send(steps(3, Duration.ZERO));

        assertThat(requests).extracting(request -> request.entries().size()).containsExactly(3, 1, 1);
        assertThat(requests.getLast().entries().getFirst().messageBody()).contains("\"s1\"");
    }

    @Test
    void what_the_queue_goes_on_refusing_fails_the_send() {
        SqsStepQueue queue = refusing("s1", Integer.MAX_VALUE, false);

        assertThatThrownBy(() -> queue.send(steps(3, Duration.ZERO)))
                .hasMessageContaining("1 of 3")
                .hasStackTraceContaining("ServiceUnavailable");
        assertThat(requests).hasSizeBetween(3, 9);
    }

    @Test
    void what_the_queue_never_takes_is_not_sent_again() {
        SqsStepQueue queue = refusing("s1", Integer.MAX_VALUE, true);

        assertThatThrownBy(() -> queue.send(steps(3, Duration.ZERO))).hasStackTraceContaining("InvalidMessageContents");
        assertThat(requests).hasSize(1);
    }

    @Test
    void a_part_of_a_second_of_delay_is_rounded_up() {
        SqsStepQueue queue = refusing("none", 0, false);

        queue.send(steps(1, Duration.ofMillis(1)));
        queue.send(steps(1, Duration.ofSeconds(2)));
        queue.send(steps(1, Duration.ofMinutes(15)));

        assertThat(requests)
                .extracting(request -> request.entries().getFirst().delaySeconds())
                .containsExactly(1, 2, 900);
    }
}
