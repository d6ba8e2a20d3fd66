package dev.lockstep.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendableQueuesTest {
    private static final SendableQueues QUEUES = SendableQueues.parse(
            "arn:aws:sqs:eu-west-1:111111111111:orders, arn:aws:sqs:*:222222222222:jobs-*,arn:aws:sqs:eu-west-1:*:any.fifo");

    @ParameterizedTest
    @CsvSource(textBlock = """
            orders,                                        orders,   111111111111
            arn:aws:sqs:eu-west-1:111111111111:orders,     orders,   111111111111
            jobs-a,                                        jobs-a,   222222222222
            arn:aws:sqs:us-east-1:222222222222:jobs-b,     jobs-b,   222222222222
            any.fifo,                                      any.fifo,
            arn:aws:sqs:eu-west-1:333333333333:any.fifo,   any.fifo, 333333333333
            """)
    void a_queue_that_is_listed_is_found_by_its_name_and_its_arn(String queue, String name, String account) {
        assertThat(QUEUES.find(queue)).contains(new SendableQueues.Queue(name, Optional.ofNullable(account)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order",
                "orders-2",
                "my-jobs-a",
                "jobs-*",
                "arn:aws:sqs:eu-west-1:222222222222:orders",
                "arn:aws:sqs:eu-west-1:111111111111:orders:x",
                "arn:aws:sqs:eu-west-1:222222222222:jobs-a/b",
                "https://sqs.eu-west-1.amazonaws.com/111111111111/orders",
                ""
            })
    void nothing_else_is(String queue) {
        assertThat(QUEUES.find(queue)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "orders"})
    void where_no_arn_is_listed_there_is_no_queue(String list) {
        assertThat(SendableQueues.parse(list).find("orders")).isEmpty();
    }
}
