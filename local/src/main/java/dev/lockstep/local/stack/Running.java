package dev.lockstep.local.stack;

/**
 * A service that is up.
 *
 * @param client how it is reached
 * @param embedded whether it lives and dies with this process
 */
record Running<C>(C client, boolean embedded, Runnable stop) implements AutoCloseable {
    @Override
    public void close() {
        stop.run();
    }
}
