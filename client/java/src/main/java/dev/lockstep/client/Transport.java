package dev.lockstep.client;

/** A way to hear of a run. */
interface Transport {
    /**
     * Passes on what comes, for as long as one connection lasts.
     *
     * @throws Unavailable where the server does not offer it
     * @throws LockstepException where the connection breaks
     */
    void follow(String runId, Feed feed) throws Unavailable, InterruptedException;

    /** A transport that is not offered here: the next one is tried at once. */
    final class Unavailable extends Exception {
        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }

        Unavailable(String message) {
            super(message);
        }
    }
}
