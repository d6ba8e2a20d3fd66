package dev.lockstep.local.template;

/** What invokes a function. */
public sealed interface Event {
    /** A route of the HTTP API. The method may be {@code ANY}; segments in braces are parameters. */
    record HttpRoute(String method, String path) implements Event {}

    /** Every request that no route takes. */
    record Unrouted() implements Event {}

    /**
     * Messages of a queue.
     *
     * @param queue the queue's logical id
     * @param reportsFailures whether the answer names the messages that failed; without it an answer means that all succeeded
     */
    record QueueSource(String queue, int batchSize, boolean reportsFailures) implements Event {}

    /**
     * A timer.
     *
     * @param source who invokes, as the event says it: {@code aws.scheduler} or {@code aws.events}
     */
    record Schedule(String name, String source) implements Event {}
}
