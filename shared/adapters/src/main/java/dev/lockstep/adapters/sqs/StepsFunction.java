package dev.lockstep.adapters.sqs;

import dev.lockstep.engine.execution.Step;
import java.util.function.Consumer;

/** A function behind a queue of steps. */
public abstract class StepsFunction extends QueueFunction {
    /**
     * @param queue where what follows from the steps is sent
     */
    protected StepsFunction(Consumer<Step> each, SqsStepQueue queue) {
        super(message -> each.accept(step(message)), queue);
    }

    private static Step step(QueueMessage message) {
        try {
            return StepMessage.parse(message.body());
        } catch (StepMessage.NotAStep e) {
            // It may be one of a newer version, in the middle of a deployment; if not, it becomes a dead letter.
            throw new IllegalArgumentException(e);
        }
    }
}
