package dev.lockstep.adapters.sqs;

class SqsStepQueueTest extends SqsStepQueueContract {
    SqsStepQueueTest() {
        super(EmbeddedSqs.CLIENT);
    }
}
