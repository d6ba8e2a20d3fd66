package dev.lockstep.client;

/** Where runs are. */
final class Runs {
    private Runs() {}

    static String path(String runId) {
        return "/runs/" + Call.segment(runId);
    }
}
