package dev.lockstep.bench;

import dev.lockstep.local.measure.CapacityCount;

/**
 * What executions took, counted; reading their status not included.
 *
 * @param writeUnits indexes included
 * @param batches how often the step function was invoked
 */
record Cost(double writeUnits, double readUnits, double sends, double sqsRequests, double batches) {
    /** Of stages and of the executions' own items. */
    static Cost of(CapacityCount count) {
        return new Cost(
                count.of("write stage") + count.of("write execution"),
                count.of("read stage") + count.of("read execution"),
                count.of("send"),
                count.of("sqs request"),
                count.of("batch"));
    }

    /** With what starting and finishing take, the reading of the workflow's latest version included. */
    static Cost whole(CapacityCount count) {
        Cost counted = of(count);
        return new Cost(
                counted.writeUnits + count.of("write other"),
                counted.readUnits + count.of("read other"),
                counted.sends,
                counted.sqsRequests,
                counted.batches);
    }

    /** Without starting and finishing, except for the start's one message, whose request is not told from others. */
    static Cost path(CapacityCount count) {
        Cost counted = of(count);
        return new Cost(
                count.of("write stage"), counted.readUnits, counted.sends, counted.sqsRequests, counted.batches);
    }

    /** For a million stages, at {@link Prices}. */
    double dollars(int stages) {
        return (writeUnits * Prices.WRITE_UNIT
                        + readUnits * Prices.READ_UNIT
                        + sqsRequests * Prices.SQS_REQUEST
                        + batches * Prices.INVOCATION)
                / stages;
    }
}
