package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Rerun;
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
        return WrongProtocols.steps(runs -> WrongProtocols.reading(
                runs, recorded -> new Recorded(misread(recorded.execution(), as), recorded.runs())));
    }

    private static Execution misread(Execution was, UnaryOperator<Anew> as) {
        return with(
                new Execution.Past(
                        was.past().controls(),
                        was.past().reruns().stream()
                                .map(rerun -> new Rerun(rerun.generation(), as.apply(rerun.anew()), rerun.waiting()))
                                .toList()),
                was);
    }

    /** The execution, as if this had been done to it. */
    static Execution with(Execution.Past past, Execution was) {
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
