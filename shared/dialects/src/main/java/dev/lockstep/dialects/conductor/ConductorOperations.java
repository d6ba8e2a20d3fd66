package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.operations.Catalogue;

/** What Conductor's own types of tasks do, as operations. No pipeline names them. */
public final class ConductorOperations {
    private ConductorOperations() {}

    /** These operations beside others, for functions in which no task does anything beyond its own execution. */
    public static Catalogue addedTo(Catalogue catalogue) {
        return addedTo(catalogue, Outreach.NONE);
    }

    /** These operations beside others. HTTP requests are made by the one that is there. */
    public static Catalogue addedTo(Catalogue catalogue, Outreach outreach) {
        return catalogue.with(
                new InlineOperation(),
                new JqOperation(),
                new LoopOperation(),
                new ItemsOperation(),
                new WaitTaskOperation(),
                new EventOperation(outreach),
                new StartOperation(outreach),
                new HttpTaskOperation(catalogue
                        .find(HttpTaskOperation.DONE_BY)
                        .orElseThrow(() -> new IllegalArgumentException("nothing here makes HTTP requests"))));
    }
}
