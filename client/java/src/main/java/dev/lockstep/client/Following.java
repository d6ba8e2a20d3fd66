package dev.lockstep.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Follows a run by the best transport that there is, and by the next one where that is not to be had. */
final class Following implements Subscription {
    /** Of a transport that never worked, or that is refused although it did. */
    private static final int MOST_FAILURES = 3;

    /** How long one that worked is kept to: what cuts it off for a while cuts off the others as well, and they are worse. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Http http;
    private final String runId;
    private final Feed feed;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread = Thread.ofVirtual().name("lockstep-stream").unstarted(this::run);

    private Following(Http http, String runId, RunListener listener) {
        this.http = http;
        this.runId = runId;
        this.feed = new Feed(listener);
    }

    static Following start(Http http, String runId, RunListener listener) {
        Following following = new Following(http, runId, listener);
        following.thread.start();
        return following;
    }

    private void run() {
        try {
            Iterator<Transport> transports = List.<Transport>of(
                            new WebSocketUpdates(http), new ServerSentEvents(http), new Polling(http))
                    .iterator();
            while (transports.hasNext() && !feed.isClosed()) {
                Transport transport = transports.next();
                useWhileItWorks(transport, !transports.hasNext());
            }
        } catch (LockstepException e) {
            feed.fail(e);
        } catch (InterruptedException e) {
            // Closed: nobody listens any more.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            feed.fail(LockstepException.broken("the stream broke", e));
        } finally {
            feed.close();
            ended.complete(null);
        }
    }

    /** Connects again and again, until the end or, unless it is the last one, the transport turns out not to work. */
    private void useWhileItWorks(Transport transport, boolean isLast) throws InterruptedException {
        Timing timing = http.settings().timing();
        Pauses pauses = Pauses.afterFailures(timing.retry());
        int failures = 0;
        int refusals = 0;
        boolean worked = false;
        long inTouch = System.nanoTime();
        while (!feed.isClosed()) {
            int heard = feed.heard();
            @Nullable LockstepException trouble = null;
            try {
                transport.follow(runId, feed);
            } catch (LockstepException e) {
                trouble = e;
            } catch (Transport.Unavailable e) {
                if (!worked) {
                    return;
                }
                refusals++;
                trouble = LockstepException.unanswered("stream", e);
            }
            if (trouble == null || feed.heard() > heard) {
                worked = true;
                failures = 0;
                refusals = 0;
                pauses.reset();
                inTouch = System.nanoTime();
            }
            if (trouble == null || feed.isClosed()) {
                continue;
            }
            failures++;
            Duration silent = Duration.ofNanos(System.nanoTime() - inTouch);
            if (isLast && (!trouble.isRetryable() || silent.compareTo(timing.reconnectFor()) > 0)) {
                throw trouble;
            }
            boolean isOver =
                    worked ? refusals >= MOST_FAILURES || silent.compareTo(KEPT) > 0 : failures >= MOST_FAILURES;
            if (!isLast && isOver) {
                return;
            }
            Thread.sleep(pauses.next(trouble.retryAfter()));
        }
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        feed.close();
        // A listener that closes its own stream goes on with what it does.
        if (!Thread.currentThread().equals(thread)) {
            thread.interrupt();
        }
    }
}
