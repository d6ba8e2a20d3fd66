package dev.lockstep.adapters.sqs;

import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerTasks;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Lets workers know of tasks through SQS. */
public final class SqsWorkerTasks implements WorkerTasks {
    private final WorkerQueues queues;

    public SqsWorkerTasks(WorkerQueues queues) {
        this.queues = queues;
    }

    @Override
    public void offer(String taskType, Optional<String> domain, Step task) {
        TaskType type = new TaskType(task.workflow().workspace(), taskType, domain);
        String body = StepMessage.write(task);
        try {
            send(type, body);
        } catch (QueueDoesNotExistException e) {
            // Somebody has deleted it since its URL was looked up.
            queues.forget(type);
            send(type, body);
        }
    }

    private void send(TaskType type, String body) {
        String url = queues.ensure(type);
        queues.client().sendMessage(request -> request.queueUrl(url).messageBody(body));
    }
}
