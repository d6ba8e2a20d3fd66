package dev.lockstep.adapters.sqs;

import dev.lockstep.adapters.LocalStack;
import dev.lockstep.adapters.NeedsDocker;

@NeedsDocker
class SqsWorkerTasksIT extends SqsWorkerTasksContract {
    SqsWorkerTasksIT() {
        super(EmbeddedSqs.client(LocalStack.endpoint()));
    }
}
