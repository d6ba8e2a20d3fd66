package dev.lockstep.engine.definition;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a dynamic task came to be when it began. It is recorded with the run, so that whoever meets that knows it without the data
 * that it was told by.
 *
 * @param type how the step calls what it does
 * @param activity none that is told itself, nor one that takes a place in the graph
 * @param timeoutSeconds how long one attempt may take
 * @param onError what its failure leads to: of that which is told, to no other step
 * @param label what whoever told it says of it; nobody here reads it
 */
public record Resolved(
        String type, Activity activity, RetryPolicy retry, int timeoutSeconds, OnError onError, ObjectNode label) {
    /** Whether its failure is borne, whatever the definition says of what holds it. */
    public boolean bearsFailure() {
        return onError != OnError.FAIL;
    }
}
