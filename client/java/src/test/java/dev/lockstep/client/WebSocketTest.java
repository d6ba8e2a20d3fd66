package dev.lockstep.client;

import static dev.lockstep.client.Samples.RUN;
import static dev.lockstep.client.TestServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketTest {
    private final TestServer server = new TestServer();
    private final Recorded recorded = new Recorded();

    @AfterEach
    void close() {
        server.close();
    }

    private static String subscribed(int sequence, String status) {
        return "{\"type\":\"subscribed\",\"executionId\":\"" + RUN + "\",\"sequence\":" + sequence + ",\"snapshot\":"
                + Samples.update(status, sequence) + "}";
    }

    private static String updated(int sequence, String status) {
        return "{\"type\":\"execution.updated\",\"sequence\":" + sequence + ",\"executionId\":\"" + RUN + "\","
                + Samples.update(status, sequence).substring(1);
    }

    private void follow(TestSocketServer sockets) throws Exception {
        try (WorkflowClient client =
                Samples.client(server).webSocketUrl(sockets.url()).build()) {
            client.stream(RUN, recorded).ended().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void the_snapshot_comes_first_then_each_update_and_the_stream_ends_with_the_run() throws Exception {
        List<String> frames = List.of(
                subscribed(1, "CREATED"),
                updated(3, "EXECUTING"),
                updated(2, "CREATED"),
                "{\"type\":\"pong\"}",
                updated(4, "COMPLETED"));
        try (TestSocketServer sockets = new TestSocketServer(List.of(frames))) {
            follow(sockets);

            assertThat(recorded.sequences()).containsExactly(1L, 3L, 4L);
            assertThat(recorded.statuses().getLast()).isEqualTo(RunStatus.COMPLETED);
            assertThat(sockets.heads.getFirst()).containsIgnoringCase("x-api-key: lk_test");
            assertThat(sockets.frames).containsExactly("{\"action\":\"subscribe\",\"executionId\":\"" + RUN + "\"}");
        }
    }

    @Test
    void a_connection_that_breaks_is_made_again_and_what_is_known_is_not_told_again() throws Exception {
        List<String> first = List.of(subscribed(1, "CREATED"), updated(2, "EXECUTING"));
        List<String> second = List.of(subscribed(2, "EXECUTING"), updated(3, "FAILED"));
        try (TestSocketServer sockets = new TestSocketServer(List.of(first, second))) {
            follow(sockets);
        }

        assertThat(recorded.sequences()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void events_take_over_where_the_subscription_is_refused() throws Exception {
        server.on("GET /runs/" + RUN + "/events", events(Samples.event(5, "COMPLETED")));
        try (TestSocketServer sockets =
                new TestSocketServer(List.of(List.of("{\"type\":\"error\",\"message\":\"no such action\"}")))) {
            follow(sockets);
        }

        assertThat(recorded.sequences()).containsExactly(5L);
    }
}
