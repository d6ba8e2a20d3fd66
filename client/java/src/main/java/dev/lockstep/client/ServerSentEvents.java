package dev.lockstep.client;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One answer of server-sent events, from where the one before ended. */
record ServerSentEvents(Http http) implements Transport {
    private static final Duration LEAST_RETRY = Duration.ofMillis(50);
    private static final Duration USUAL_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    @Override
    public void follow(String runId, Feed feed) throws Unavailable, InterruptedException {
        Call call = Call.get(Runs.path(runId) + "/events");
        Inbox inbox = new Inbox();
        CompletableFuture<HttpResponse<String>> response = open(call, feed, inbox);
        EventReader reader = new EventReader();
        try {
            while (!feed.isClosed()) {
                Inbox.Item item = inbox.next(http.settings().timing().silence())
                        .orElseThrow(() -> LockstepException.timedOut(call + ": the server fell silent", null));
                switch (item) {
                    case Inbox.Text line ->
                        reader.line(line.text())
                                .filter(event -> event.type().equals("update"))
                                .ifPresent(event -> feed.take(UpdateBody.read(event.data(), event.sequence())));
                    case Inbox.End end -> {
                        check(call, response, end.cause());
                        Thread.sleep(pause(reader.retry()));
                        return;
                    }
                }
            }
        } finally {
            response.cancel(true);
        }
    }

    private CompletableFuture<HttpResponse<String>> open(Call call, Feed feed, Inbox inbox) {
        var request = http.request(call.path()).header("Accept", "text/event-stream");
        feed.sequence().ifPresent(sequence -> request.header("Last-Event-ID", Long.toString(sequence)));
        CompletableFuture<HttpResponse<String>> response = http.client()
                .sendAsync(
                        request.build(),
                        info -> isStream(info.statusCode(), info.headers())
                                ? BodySubscribers.fromLineSubscriber(
                                        new Lines(inbox), lines -> "", StandardCharsets.UTF_8, null)
                                : BodySubscribers.ofString(StandardCharsets.UTF_8));
        // What follows from it is let go of: cancelling that would not end the exchange.
        CompletableFuture<?> unused = response.whenComplete((ended, fault) -> inbox.end(fault));
        return response;
    }

    /** After the end of a run, say, there are none. */
    private static boolean isStream(int status, HttpHeaders headers) {
        return status == 200 && headers.firstValue("Content-Type").orElse("").startsWith("text/event-stream");
    }

    /** What an answer that is over has come to. */
    private static void check(Call call, CompletableFuture<HttpResponse<String>> ended, @Nullable Throwable fault)
            throws Unavailable, InterruptedException {
        if (fault != null) {
            Throwable cause =
                    fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
            throw LockstepException.unanswered(call.toString(), cause);
        }
        try {
            HttpResponse<String> response = ended.get();
            if (response.statusCode() / 100 != 2) {
                LockstepException refusal = Http.refusal(call, response);
                if (refusal.isRetryable()) {
                    throw refusal;
                }
                throw new Unavailable("events cannot be had", refusal);
            }
            if (!isStream(response.statusCode(), response.headers())) {
                throw new Unavailable("the answer holds no events");
            }
        } catch (ExecutionException | CancellationException e) {
            throw LockstepException.unanswered(call.toString(), e);
        }
    }

    private static Duration pause(Optional<Duration> asked) {
        Duration pause = asked.orElse(USUAL_RETRY);
        if (pause.compareTo(LEAST_RETRY) < 0) {
            return LEAST_RETRY;
        }
        return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
    }

    /** Its end is that of the whole answer, which is told to the inbox elsewhere. */
    private record Lines(Inbox inbox) implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            inbox.text(line);
        }

        @Override
        public void onError(Throwable fault) {}

        @Override
        public void onComplete() {}
    }
}
