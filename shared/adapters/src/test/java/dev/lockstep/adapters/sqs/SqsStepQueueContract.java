package dev.lockstep.adapters.sqs;

import dev.lockstep.adapters.sqs.StepMessage.NotAStep;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StepQueue;
import dev.lockstep.engine.ports.StepQueueContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The contract of the queue, for one client; each test has a queue of its own. */
abstract class SqsStepQueueContract extends StepQueueContract {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final SqsClient client;
    private final String queueUrl;
    private final SqsStepQueue queue;

    SqsStepQueueContract(SqsClient client) {
        this.client = client;
        this.queueUrl = client.createQueue(request -> request.queueName("steps-" + UUID.randomUUID()))
                .queueUrl();
        this.queue = new SqsStepQueue(client, queueUrl);
    }

    @Override
    protected StepQueue queue() {
        return queue;
    }

    @Override
    protected Instant now() {
        return Instant.now();
    }

    @Override
    protected List<Step> receive(int count) {
        Instant deadline = now().plus(LONGEST_WAIT);
        List<Step> steps = new ArrayList<>();
        while (steps.size() < count) {
            if (now().isAfter(deadline)) {
                throw new AssertionError("of " + count + " steps, these came: " + steps);
            }
            client.receiveMessage(request ->
                            request.queueUrl(queueUrl).maxNumberOfMessages(10).waitTimeSeconds(1))
                    .messages()
                    .forEach(message -> steps.add(parse(message)));
        }
        return steps;
    }

    private static Step parse(Message message) {
        try {
            return StepMessage.parse(message.body());
        } catch (NotAStep e) {
            throw new AssertionError(e);
        }
    }
}
