package dev.lockstep.client;

import static dev.lockstep.client.Samples.RUN;
import static dev.lockstep.client.Samples.event;
import static dev.lockstep.client.TestServer.events;
import static dev.lockstep.client.TestServer.eventsCutOff;
import static dev.lockstep.client.TestServer.json;
import static dev.lockstep.client.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final String EVENTS = "GET /runs/" + RUN + "/events";
    private static final String READ = "GET /runs/" + RUN;

    private final TestServer server = new TestServer();
    private final WorkflowClient client = Samples.client(server).build();
    private final Recorded recorded = new Recorded();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void follow() throws Exception {
        client.stream(RUN, recorded).ended().get(20, TimeUnit.SECONDS);
    }

    @Test
    void updates_come_as_they_are_sent_and_the_stream_ends_with_the_run() throws Exception {
        server.on(EVENTS, events(event(1, "CREATED"), event(2, "EXECUTING"), event(3, "COMPLETED")));
        follow();

        assertThat(recorded.sequences()).containsExactly(1L, 2L, 3L);
        assertThat(recorded.statuses()).containsExactly(RunStatus.CREATED, RunStatus.EXECUTING, RunStatus.COMPLETED);
        assertThat(recorded.updates.getFirst().nonTerminalStages())
                .containsExactly(new RunUpdate.OpenStage("task-1", "Echo", RunStageStatus.RUNNING, 1));
        assertThat(recorded.errors).isEmpty();
        assertThat(server.requests(EVENTS).getFirst().header("X-API-KEY")).contains("lk_test");
    }

    @Test
    void a_stream_that_is_cut_off_in_the_middle_of_an_event_is_taken_up_after_the_last_whole_one() throws Exception {
        server.on(
                EVENTS,
                eventsCutOff(event(1, "CREATED"), event(2, "EXECUTING").substring(0, 25)),
                events(event(2, "EXECUTING"), "retry: 1\n\n"),
                events(event(3, "COMPLETED")));
        follow();

        assertThat(recorded.sequences()).containsExactly(1L, 2L, 3L);
        assertThat(server.requests(EVENTS))
                .extracting(sent -> sent.header("Last-Event-ID"))
                .containsExactly(Optional.empty(), Optional.of("1"), Optional.of("2"));
    }

    @Test
    void what_is_older_than_what_was_passed_on_and_what_comes_twice_is_not_passed_on() throws Exception {
        server.on(
                EVENTS, events(event(2, "EXECUTING"), event(1, "CREATED"), event(2, "EXECUTING"), event(3, "FAILED")));
        follow();

        assertThat(recorded.sequences()).containsExactly(2L, 3L);
    }

    @Test
    void where_there_are_no_events_the_run_is_polled_and_only_changes_are_told() throws Exception {
        server.on(
                READ,
                json(200, Samples.run("EXECUTING", 2)),
                json(200, Samples.run("EXECUTING", 2)),
                problem(503, "away"),
                json(200, Samples.run("CREATED", 1)),
                json(200, Samples.run("COMPLETED", 3)));
        follow();

        assertThat(recorded.statuses()).containsExactly(RunStatus.EXECUTING, RunStatus.COMPLETED);
        assertThat(recorded.updates).extracting(RunUpdate::sequence).allMatch(sequence -> sequence.isEmpty());
    }

    @Test
    void events_that_are_over_before_the_end_was_told_give_way_to_polling() throws Exception {
        server.on(EVENTS, events(event(1, "EXECUTING"), "retry: 1\n\n"), json(204, ""))
                .on(READ, json(200, Samples.run("COMPLETED", 2)));
        follow();

        assertThat(recorded.statuses()).containsExactly(RunStatus.EXECUTING, RunStatus.COMPLETED);
    }

    @Test
    void events_that_break_again_and_again_give_way_to_polling() throws Exception {
        server.on(EVENTS, problem(500, "oh no")).on(READ, json(200, Samples.run("COMPLETED", 1)));
        follow();

        assertThat(recorded.statuses()).containsExactly(RunStatus.COMPLETED);
        assertThat(server.requests(EVENTS)).hasSize(3);
    }

    @Test
    void a_run_that_there_is_not_is_an_error_once_and_the_end_of_the_stream() throws Exception {
        follow();

        assertThat(recorded.updates).isEmpty();
        assertThat(recorded.errors)
                .singleElement()
                .satisfies(error -> assertThat(error.status()).hasValue(404));
    }

    @Test
    void a_server_that_stays_away_is_an_error_once_it_has_been_given_enough_time() throws Exception {
        server.on(READ, problem(503, "away"));
        follow();

        assertThat(recorded.errors)
                .singleElement()
                .satisfies(error -> assertThat(error.status()).hasValue(503));
    }

    @Test
    void a_listener_that_throws_is_told_so_and_the_stream_goes_on() throws Exception {
        server.on(EVENTS, events(event(1, "EXECUTING"), event(2, "COMPLETED")));
        Subscription stream = client.stream(RUN, new RunListener() {
            @Override
            public void onUpdate(RunUpdate update) {
                recorded.onUpdate(update);
                throw new IllegalStateException("cannot show it");
            }

            @Override
            public void onError(LockstepException error) {
                recorded.onError(error);
            }
        });
        stream.ended().get(20, TimeUnit.SECONDS);

        assertThat(recorded.statuses()).containsExactly(RunStatus.EXECUTING, RunStatus.COMPLETED);
        assertThat(recorded.errors)
                .extracting(Throwable::getCause)
                .hasSize(2)
                .hasOnlyElementsOfType(IllegalStateException.class);
    }

    @Test
    void a_stream_that_is_closed_is_over_and_so_is_one_whose_client_is() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        server.on(EVENTS, (exchange, request) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(event(1, "EXECUTING").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        CountDownLatch told = new CountDownLatch(2);
        Subscription first = client.stream(RUN, update -> told.countDown());
        Subscription second = client.stream(RUN, update -> told.countDown());
        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        first.close();
        first.ended().get(20, TimeUnit.SECONDS);
        assertThat(second.ended()).isNotDone();
        client.close();
        second.ended().get(20, TimeUnit.SECONDS);

        assertThat(List.of(first, second)).allMatch(stream -> stream.ended().isDone());
    }
}
