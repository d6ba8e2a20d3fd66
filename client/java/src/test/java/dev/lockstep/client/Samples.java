package dev.lockstep.client;

import java.net.URI;
import java.time.Duration;

/** What tests have in common. */
final class Samples {
    static final String RUN = "ex-01m80cec92cvvj68jtjpms6t9b";
    static final String WORKFLOW = "wf-01m80cec267hzztfyk2tpjq1ev";

    private static final Duration MOMENT = Duration.ofMillis(2);

    /** In a hurry. */
    static final Timing HASTY = new Timing(
            Duration.ofSeconds(5),
            5,
            new Timing.Bounds(MOMENT, Duration.ofMillis(10)),
            new Timing.Bounds(MOMENT, Duration.ofMillis(20)),
            Duration.ofMillis(200),
            Duration.ofSeconds(5));

    private Samples() {}

    static WorkflowClient.Builder client(TestServer server) {
        return WorkflowClient.builder()
                .baseUrl(server.url())
                .apiKey("lk_test")
                .workflowId(WORKFLOW)
                // Nobody is there, so that each test has the transport that it is about.
                .webSocketUrl(URI.create("ws://127.0.0.1:1/live"))
                .timing(HASTY);
    }

    static String at(int second) {
        return "2026-11-22T01:03:0" + second + ".000Z";
    }

    private static boolean isOpen(String status) {
        return status.equals("CREATED") || status.equals("EXECUTING");
    }

    /** A run of one stage, as the API gives it. */
    static String run(String status, int second) {
        boolean open = isOpen(status);
        return """
                {"id":"%s","workflowId":"%s","status":"%s","pendingStageCount":%d,"failedStageCount":0,
                 "cancelRequestedAt":null,"cancelReason":null,"totalUsage":1,"createdAt":"%s","updatedAt":"%s",
                 "runStages":[{"id":"task-1","module":"Echo","status":"%s","output":%s,"error":null,
                               "creditUsage":1,"executionAttempt":1,"updatedAt":"%s"}]}""".formatted(
                        RUN,
                        WORKFLOW,
                        status,
                        open ? 1 : 0,
                        at(0),
                        at(second),
                        open ? "RUNNING" : status,
                        open ? "null" : "{\"a\":1}",
                        at(second));
    }

    /** What events tell of such a run. */
    static String update(String status, int second) {
        String open = isOpen(status)
                ? "{\"id\":\"task-1\",\"module\":\"Echo\",\"status\":\"RUNNING\",\"executionAttempt\":1}"
                : "";
        return """
                {"runId":"%s","status":"%s","output":{"pendingStageCount":%d,"failedStageCount":0,"totalUsage":1,\
                "nonTerminalStages":[%s]},"at":"%s"}""".formatted(RUN, status, open.isEmpty() ? 0 : 1, open, at(second));
    }

    static String event(int sequence, String status) {
        return "id: " + sequence + "\nevent: update\ndata: " + update(status, sequence) + "\n\n";
    }
}
