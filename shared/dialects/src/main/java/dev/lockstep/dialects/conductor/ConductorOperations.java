package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.operations.Catalogue;
import java.util.Optional;

/** What Conductor's own types of tasks do, as operations. No pipeline names them. */
public final class ConductorOperations {
    private ConductorOperations() {}

    /** These operations beside others, to check definitions by: those that look something up have nothing to look into. */
    public static Catalogue addedTo(Catalogue catalogue) {
        return addedTo(catalogue, Optional.empty());
    }

    /** These operations beside others. HTTP requests are made by the one that is there. */
    public static Catalogue addedTo(Catalogue catalogue, RunTimeDefinitions definitions) {
        return addedTo(catalogue, Optional.of(definitions));
    }

    private static Catalogue addedTo(Catalogue catalogue, Optional<RunTimeDefinitions> definitions) {
        return catalogue.with(
                new InlineOperation(),
                new LoopOperation(),
                new TellOperation(definitions),
                new GatherOperation(),
                new HttpTaskOperation(catalogue
                        .find(HttpTaskOperation.DONE_BY)
                        .orElseThrow(() -> new IllegalArgumentException("nothing here makes HTTP requests"))));
    }
}
