package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Operation;
import java.util.Optional;

/** What Conductor's own types of tasks do, as operations. No pipeline names them. */
public final class ConductorOperations {
    private ConductorOperations() {}

    /** These operations beside others, to check definitions by: what reaches beyond an execution has nothing to reach. */
    public static Catalogue addedTo(Catalogue catalogue) {
        return addedTo(catalogue, Outreach.NONE, Optional.empty());
    }

    /** These operations beside others. HTTP requests are made, and messages sent, by those that are there. */
    public static Catalogue addedTo(Catalogue catalogue, Outreach outreach, RunTimeDefinitions definitions) {
        return addedTo(catalogue, outreach, Optional.of(definitions));
    }

    private static Catalogue addedTo(Catalogue catalogue, Outreach outreach, Optional<RunTimeDefinitions> definitions) {
        return catalogue.with(
                new InlineOperation(),
                new JqOperation(),
                new LoopOperation(),
                new ItemsOperation(),
                new WaitTaskOperation(),
                new EventOperation(outreach, found(catalogue, EventOperation.SENT_BY)),
                new StartOperation(outreach),
                new TellOperation(definitions),
                new GatherOperation(),
                new HttpTaskOperation(found(catalogue, HttpTaskOperation.DONE_BY)));
    }

    private static Operation found(Catalogue catalogue, String type) {
        return catalogue.find(type).orElseThrow(() -> new IllegalArgumentException("there is no " + type + " here"));
    }
}
