package dev.lockstep.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
     * What is written to a table.
     *
     * @param table the table's logical id
     * @param window for how long records gather before they are given to the function
     * @param patterns of which a record matches at least one; empty for all records
     */
    record StreamSource(String table, int batchSize, Duration window, List<EventPattern> patterns, Retries retries)
            implements Event {}

    /**
     * What is done about a batch of a stream that fails. The records after it wait meanwhile.
     *
     * @param most how often it is tried again
     * @param bisects whether it is halved, so that what is good in it gets through
     * @param reportsFailures whether the answer names the records that failed; without it an answer means that all succeeded
     * @param lastResort the logical id of the queue that is told of what was given up
     */
    record Retries(int most, boolean bisects, boolean reportsFailures, Optional<String> lastResort) {}

    /**
     * A timer.
     *
     * @param source who invokes, as the event says it: {@code aws.scheduler} or {@code aws.events}
     */
    record Schedule(String name, String source) implements Event {}
}
