package dev.lockstep.engine.trial;

import dev.lockstep.engine.usecases.StandIns.Attempted;
import java.util.Optional;

/** What is told of the attempts at the stages of an execution, each thing once, in order. */
public interface Mocks {
    /** Nothing at all. */
    Mocks NONE = new Mocks() {
        @Override
        public boolean has(Attempted attempted) {
            return false;
        }

        @Override
        public Optional<Mock> take(Attempted attempted) {
            return Optional.empty();
        }

        @Override
        public Mocks within(Attempted attempted) {
            return this;
        }
    };

    /** Whether something is left to be told of a run. */
    boolean has(Attempted attempted);

    /** What is told of the next attempt at a run, which is gone then; empty where nothing is left. */
    Optional<Mock> take(Attempted attempted);

    /** What is told of the stages of an execution that does a run's work. */
    Mocks within(Attempted attempted);
}
