package dev.lockstep.adapters.sqs;

class SqsWorkerTasksTest extends SqsWorkerTasksContract {
    SqsWorkerTasksTest() {
        super(EmbeddedSqs.CLIENT);
    }
}
