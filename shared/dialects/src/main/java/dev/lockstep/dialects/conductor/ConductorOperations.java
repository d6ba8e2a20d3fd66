package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.operations.Catalogue;
import java.util.Optional;

/** What Conductor's own types of tasks do, as operations. No pipeline names them. */
public final class ConductorOperations {
    private ConductorOperations() {}

    /** These operations beside others, to check definitions by: what reaches beyond an execution has nothing to reach. */
    public static Catalogue addedTo(Catalogue catalogue) {
        return addedTo(catalogue, Outreach.NONE, Optional.empty());
    }

    /** These operations beside others. HTTP requests are made by the one that is there. */
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
                new EventOperation(outreach),
                new StartOperation(outreach),
                new TellOperation(definitions),
                new GatherOperation(),
                new HttpTaskOperation(catalogue
                        .find(HttpTaskOperation.DONE_BY)
                        .orElseThrow(() -> new IllegalArgumentException("nothing here makes HTTP requests"))));
    }
}
