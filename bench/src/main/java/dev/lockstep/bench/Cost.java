package dev.lockstep.bench;

import dev.lockstep.local.measure.CapacityCount;

/**
 * What one execution took, counted; reading its status not included.
 *
 * @param writeUnits of stages and of the execution's own item, indexes included
 * @param batches how often the step function was invoked
 */
record Cost(double writeUnits, double readUnits, double sends, double sqsRequests, double batches) {
    static Cost of(CapacityCount count) {
        return new Cost(
                count.of("write stage") + count.of("write execution"),
                count.of("read stage") + count.of("read execution"),
                count.of("send"),
                count.of("sqs request"),
                count.of("batch"));
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
