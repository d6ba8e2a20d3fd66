package dev.lockstep.engine.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.operations.MessageSender.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SendMessageOperationTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final List<Message> sent = new ArrayList<>();
    private final SendMessageOperation operation = new SendMessageOperation(message -> {
        sent.add(message);
        return "m-" + sent.size();
    });

    private JsonNode run(String config) throws OperationFailure {
        return operation.run(
                new Call(Json.object().put("a", 1), (ObjectNode) Json.read(config), "ex-1/tell/0", TIMEOUT));
    }

    private static Message message(String queue, String body, Optional<String> group, int delay) {
        return new Message(queue, body, group, Duration.ofSeconds(delay), "ex-1/tell/0", TIMEOUT);
    }

    @Test
    void what_is_sent_is_the_input_unless_there_is_a_body_and_the_id_is_given() throws Exception {
        JsonNode first = run("{\"queue\":\"orders\"}");
        run("{\"queue\":\"orders\",\"body\":{\"b\":[2]},\"delay_seconds\":30}");
        run("{\"queue\":\"orders\",\"body\":\"as it is\"}");

        assertThat(Json.write(first)).isEqualTo("{\"message_id\":\"m-1\"}");
        assertThat(sent)
                .containsExactly(
                        message("orders", "{\"a\":1}", Optional.empty(), 0),
                        message("orders", "{\"b\":[2]}", Optional.empty(), 30),
                        message("orders", "as it is", Optional.empty(), 0));
    }

    @Test
    void what_goes_to_a_fifo_queue_is_of_a_group() throws Exception {
        run("{\"queue\":\"orders.fifo\",\"message_group_id\":\"customer-7\"}");
        run("{\"queue\":\"orders.fifo\"}");

        assertThat(sent)
                .containsExactly(
                        message("orders.fifo", "{\"a\":1}", Optional.of("customer-7"), 0),
                        message("orders.fifo", "{\"a\":1}", Optional.of("ex-1/tell/0"), 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"queue":"orders","delay_seconds":5}                  |
            {"queue":"orders.fifo","message_group_id":"a"}        |
            {"delay_seconds":5,"message_group_id":"a"}            |
            {"queue":"orders.fifo","delay_seconds":5}             | steps[0].delay_seconds
            {"queue":"orders","message_group_id":"a"}             | steps[0].message_group_id
            """)
    void what_its_queue_does_not_take_is_refused_with_its_place(String config, String path) {
        Faults faults = new Faults();
        operation.check((ObjectNode) Json.read(config), "steps[0]", faults);

        assertThat(faults.list()).extracting(fault -> fault.path()).isEqualTo(path == null ? List.of() : List.of(path));
    }
}
