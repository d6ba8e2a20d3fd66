package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Resolved;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Operation;

/** Leaves to others what they stand in for, as if data had told that it is a worker's. What is a worker's by itself stays as it is. */
record LeftToStandIns(StandIns standIns, Catalogue catalogue) {
    /** Of tasks that no queue holds: they come to nobody but who stands in. */
    private static final String TASK_TYPE = "stand-in";

    private static final int FOR_EVER = 10 * 366 * 86_400;

    /** The turn at what the run comes to be. */
    Turn of(Turn turn) {
        return switch (turn.task().activity()) {
            case Activity.Operation operation ->
                isTold(turn)
                        ? left(turn, turn.task().policy().timeoutSeconds())
                        : hasEffects(turn) ? left(turn, FOR_EVER) : turn;
            case Activity.SubWorkflow workflow -> isTold(turn) || !workflow.waits() ? left(turn, FOR_EVER) : turn;
            case Activity.Await await -> isTold(turn) ? left(turn, FOR_EVER) : turn;
            case Activity.Worker worker -> turn;
            case Activity.Choice choice -> turn;
            case Activity.Merge merge -> turn;
            case Activity.Loop loop -> turn;
            case Activity.SetVariables set -> turn;
            case Activity.Terminate terminate -> turn;
            case Activity.Decision decision -> turn;
            case Activity.Dynamic dynamic -> turn;
        };
    }

    private boolean isTold(Turn turn) {
        return standIns.haveTold(new StandIns.Attempted(
                turn.execution().id(),
                turn.key(),
                turn.planned(),
                turn.resolved().map(Resolved::label).orElseGet(Json::object)));
    }

    private boolean hasEffects(Turn turn) {
        return catalogue.find(turn.task().type()).filter(Operation::hasEffects).isPresent();
    }

    private static Turn left(Turn turn, int timeoutSeconds) {
        return turn.as(new Resolved(
                turn.task().type(),
                new Activity.Worker(TASK_TYPE, FOR_EVER),
                turn.task().policy().retry(),
                timeoutSeconds,
                turn.resolved().map(Resolved::onError).orElse(OnError.FAIL),
                turn.resolved().map(Resolved::label).orElseGet(Json::object)));
    }
}
