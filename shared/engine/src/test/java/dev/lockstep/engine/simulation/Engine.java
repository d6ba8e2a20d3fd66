package dev.lockstep.engine.simulation;

import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.OperationRunner;
import dev.lockstep.engine.ports.memory.InMemoryPollRecords;
import dev.lockstep.engine.ports.memory.SequentialIds;
import dev.lockstep.engine.usecases.Activities;
import dev.lockstep.engine.usecases.AdvanceStep;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.FailDeadStep;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.Looking;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.StageWorker;
import dev.lockstep.engine.usecases.StartExecution;
import dev.lockstep.engine.usecases.WakeDue;
import java.time.InstantSource;
import java.util.SplittableRandom;

/** The use cases, each on the ports of the function that it is a part of. */
record Engine(Plans plans, OperationRunner runner, SequentialIds ids, InstantSource clock) {
    private static final Catalogue CATALOGUE = Catalogue.builtIn()
            .with(new TestOperation(TestOperation.EFFECT, true), new TestOperation(TestOperation.PURE, false));

    Effects effects(Ports ports) {
        return new Effects(
                new Effects.Ports(ports.executions(), ports.runs(), ports.queue(), ports.tasks(), ports.wakes()),
                plans,
                clock);
    }

    AdvanceStep advance(Ports ports, Effects effects, SplittableRandom chance) {
        StageWorker worker = new StageWorker(
                CATALOGUE, runner, new Activities(ports.workflows(), plans, ids, new InMemoryPollRecords()));
        Looking looking = new Looking(ports.executions(), ports.runs(), plans);
        return new AdvanceStep(plans, ports.runs(), worker, looking, effects, clock, chance);
    }

    FailDeadStep failDead(Ports ports) {
        return new FailDeadStep(plans, ports.runs(), effects(ports), clock);
    }

    StartExecution start(Ports ports, Effects effects) {
        return new StartExecution(
                new StartExecution.Ports(ports.workflows(), plans, ports.executions(), ports.runs(), effects),
                new Idempotency(ports.idempotencies(), clock),
                ids,
                clock);
    }

    WakeDue watchdog(Ports ports) {
        return new WakeDue(ports.wakes(), ports.executions(), plans, effects(ports), clock);
    }

    ReadExecution read(Ports ports) {
        return new ReadExecution(ports.executions(), ports.workflows(), plans);
    }
}
