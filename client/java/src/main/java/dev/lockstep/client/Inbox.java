package dev.lockstep.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a connection hears, handed from the threads of the HTTP client to the one that waits for it. */
final class Inbox {
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();

    /** What may be heard. */
    sealed interface Item {}

    /** A line of events, or a frame. */
    record Text(String text) implements Item {}

    /** The last item. */
    record End(@Nullable Throwable cause) implements Item {}

    void text(String text) {
        items.add(new Text(text));
    }

    void end(@Nullable Throwable cause) {
        items.add(new End(cause));
    }

    /** The next item; empty where none comes in time. */
    Optional<Item> next(Duration limit) throws InterruptedException {
        return Optional.ofNullable(items.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    }
}
