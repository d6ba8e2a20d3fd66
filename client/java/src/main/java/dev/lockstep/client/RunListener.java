package dev.lockstep.client;

/** Is told how a run goes, one update after the other, on a thread of the stream's own. */
@FunctionalInterface
public interface RunListener {
    /** An update that is newer than the one before; the last one has a terminal status. What it throws goes to {@link #onError}. */
    void onUpdate(RunUpdate update);

    /**
     * The stream has to end before the run does; or {@link #onUpdate} threw the cause of this, in which case the stream goes on.
     */
    default void onError(LockstepException error) {}
}
