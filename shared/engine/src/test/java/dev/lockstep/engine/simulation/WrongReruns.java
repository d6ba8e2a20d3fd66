package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.Collection;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The engine that misreads one thing in what somebody had run anew. */
final class WrongReruns {
    private WrongReruns() {}

    /** Whatever is within a loop is run anew from its first round on. */
    static Protocol roundsAreForgotten() {
        return misreading(anew -> new Anew(
                anew.stage(),
                anew.rounds().stream().map(round -> 0).toList(),
                anew.input(),
                anew.executionInput(),
                anew.correlationId(),
                anew.within(),
                anew.version()));
    }

    /** Where an execution is to go on that did a stage's work, another is started. */
    static Protocol childrenAreReplaced() {
        return misreading(anew -> new Anew(
                anew.stage(),
                anew.rounds(),
                anew.input(),
                anew.executionInput(),
                anew.correlationId(),
                Optional.empty(),
                anew.version()));
    }

    /** A stage that is run anew with another input is given the one that it had. */
    static Protocol inputsAreForgotten() {
        return misreading(anew -> anew.with(Optional.empty()));
    }

    private static Protocol misreading(UnaryOperator<Anew> as) {
        return new Protocol() {
            @Override
            Ports forSteps(Ports ports) {
                return ports.with(reading(ports.runs(), as));
            }
        };
    }

    private static StageRunStore reading(StageRunStore real, UnaryOperator<Anew> as) {
        return new Delegating.Runs(real) {
            @Override
            public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> keys) {
                return runs.read(execution, keys)
                        .map(recorded -> new Recorded(misread(recorded.execution(), as), recorded.runs()));
            }
        };
    }

    private static Execution misread(Execution was, UnaryOperator<Anew> as) {
        Execution.Past past = new Execution.Past(
                was.past().controls(),
                was.past().reruns().stream()
                        .map(rerun -> new Rerun(rerun.generation(), as.apply(rerun.anew()), rerun.waiting()))
                        .toList());
        return new Execution(
                was.id(),
                was.workflow(),
                was.input(),
                was.tags(),
                was.parent(),
                was.createdAt(),
                was.state(),
                past,
                was.revision());
    }
}
