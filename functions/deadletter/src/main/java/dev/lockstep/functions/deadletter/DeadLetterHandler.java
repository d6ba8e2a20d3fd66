package dev.lockstep.functions.deadletter;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.sqs.QueueFunction;
import dev.lockstep.adapters.sqs.QueueMessage;
import dev.lockstep.adapters.sqs.StepMessage;
import dev.lockstep.engine.usecases.Digest;
import dev.lockstep.engine.usecases.FailDeadStep;
import dev.lockstep.engine.usecases.TakeDeadLetter;
import dev.lockstep.engine.usecases.TakeDeadLetter.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Lists each message that ran out of deliveries, and fails the stage of its step. */
public final class DeadLetterHandler extends QueueFunction {
    /** For Lambda. */
    public DeadLetterHandler() {
        this(Deployment.ofThisProcess());
    }

    public DeadLetterHandler(Deployment deployment) {
        this(new Backend(deployment));
    }

    private DeadLetterHandler(Backend backend) {
        super(taking(backend), backend.stepQueue());
    }

    private static Consumer<QueueMessage> taking(Backend backend) {
        FailDeadStep fail = new FailDeadStep(
                backend.plans(), backend.runs(), backend.effects(backend.endingExecutions()), backend.clock());
        TakeDeadLetter take = new TakeDeadLetter(backend.deadLetters(), fail, backend.retention(), backend.clock());
        return message -> take(take, message);
    }

    private static void take(TakeDeadLetter take, QueueMessage message) {
        Envelope envelope = new Envelope(message.id(), message.sentAt());
        try {
            take.take(envelope, StepMessage.parse(message.body()));
        } catch (StepMessage.NotAStep e) {
            long bytes = message.body().getBytes(StandardCharsets.UTF_8).length;
            take.takeUnreadable(envelope, Digest.sha256(message.body()), bytes);
        }
    }
}
