package dev.lockstep.cli;

import java.util.Optional;

/**
 * The statuses by which lists are sifted. Runs of a workspace are told in short, those of one workflow in full.
 */
enum ListedStatus {
    EXECUTING("EXECUTING", "RUNNING"),
    PAUSED("", "PAUSED"),
    COMPLETED("COMPLETED", "COMPLETED"),
    FAILED("FAILED", "FAILED"),
    CANCELED("CANCELED", "CANCELED"),
    TIMED_OUT("", "TIMED_OUT");

    private final String amongRuns;
    private final String ofWorkflow;

    ListedStatus(String amongRuns, String ofWorkflow) {
        this.amongRuns = amongRuns;
        this.ofWorkflow = ofWorkflow;
    }

    /** As the list of all runs has it, if it has it. */
    Optional<String> amongRuns() {
        return Optional.of(amongRuns).filter(name -> !name.isEmpty());
    }

    /** As the list of one workflow's executions has it. */
    String ofWorkflow() {
        return ofWorkflow;
    }
}
