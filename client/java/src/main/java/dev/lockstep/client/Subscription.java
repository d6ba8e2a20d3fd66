package dev.lockstep.client;

import java.util.concurrent.CompletableFuture;

/** A stream of updates that is being listened to. */
public interface Subscription extends AutoCloseable {
    /** Completes when nothing more will be told: the run has ended, the stream broke or was closed. */
    CompletableFuture<Void> ended();

    /** Once this returns, the listener is not called any more. A stream whose run has ended closes itself. */
    @Override
    void close();
}
