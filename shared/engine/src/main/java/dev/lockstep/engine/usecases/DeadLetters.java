package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.DeadLetter;
import dev.lockstep.engine.ports.DeadLetterStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;

/** Reads the messages that ran out of deliveries, those of the caller's workspace alone. */
public final class DeadLetters {
    private final DeadLetterStore letters;

    public DeadLetters(DeadLetterStore letters) {
        this.letters = letters;
    }

    public Page<DeadLetter> list(Caller caller, PageRequest page) {
        return letters.list(caller.workspace(), page);
    }

    /**
     * @throws Refusal where the workspace has none of that id
     */
    public DeadLetter read(Caller caller, String id) {
        return letters.find(caller.workspace(), id).orElseThrow(() -> Refusal.noDeadLetter(id));
    }
}
