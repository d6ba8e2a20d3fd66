package dev.lockstep.adapters.sqs;

import dev.lockstep.adapters.LocalStack;
import dev.lockstep.adapters.NeedsDocker;

@NeedsDocker
class SqsStepQueueIT extends SqsStepQueueContract {
    SqsStepQueueIT() {
        super(EmbeddedSqs.client(LocalStack.endpoint()));
    }
}
