package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.Ids;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that count, so that a run can be repeated. They look like the real ones and sort by when they were made. */
public final class SequentialIds implements Ids {
    private final AtomicLong last = new AtomicLong();

    /** Digits alone are Crockford characters too. */
    @Override
    public String ulid() {
        return String.format(Locale.ROOT, "%026d", last.incrementAndGet());
    }

    @Override
    public String uuid() {
        return new UUID(0, last.incrementAndGet()).toString();
    }

    @Override
    public String secret() {
        return String.format(Locale.ROOT, "%043d", last.incrementAndGet());
    }
}
