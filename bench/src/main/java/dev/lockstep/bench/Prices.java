package dev.lockstep.bench;

/**
 * Listed prices, in dollars for a million, us-east-1, 2026: aws.amazon.com/dynamodb/pricing/on-demand, /sqs/pricing,
 * /lambda/pricing. The functions' own run time is not in: a laptop does not tell how long they take in Lambda.
 */
final class Prices {
    static final double WRITE_UNIT = 0.625;
    static final double READ_UNIT = 0.125;
    static final double SQS_REQUEST = 0.40;
    static final double INVOCATION = 0.20;

    private Prices() {}
}
