package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.text.Style;
import dev.lockstep.client.Answer;
import dev.lockstep.client.Call;
import dev.lockstep.client.Run;
import dev.lockstep.client.WorkflowClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final String WHY = ",\"error\":{\"name\":\"Odd\",\"message\":\"so it is\"}";
    private static final String[] READINGS = {
        run("EXECUTING", stage("t1", "RUNNING", 1, ""), stage("t2", "CREATED", 1, "")),
        run("EXECUTING", stage("t1", "RUNNING", 1, ""), stage("t2", "CREATED", 1, "")),
        run("EXECUTING", stage("t1", "RUNNING", 2, WHY), stage("t2", "CREATED", 1, "")),
        run("FAILED", stage("t1", "FAILED", 2, WHY), stage("t2", "CANCELED", 1, "")),
    };

    private final StubServer server = new StubServer();
    private final StringWriter out = new StringWriter();
    private final WorkflowClient client = WorkflowClient.builder()
            .baseUrl(URI.create(server.url()))
            .apiKey("lk_test")
            .build();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static String run(String status, String... stages) {
        return "{\"id\":\"ex-1\",\"workflowId\":\"w\",\"status\":\"" + status
                + "\",\"createdAt\":\"2026-11-22T08:00:00Z\","
                + "\"updatedAt\":\"2026-11-22T08:00:02Z\",\"runStages\":[" + String.join(",", stages) + "]}";
    }

    private static String stage(String id, String status, int attempt, String rest) {
        return "{\"id\":\"" + id + "\",\"module\":\"Echo\",\"status\":\"" + status + "\",\"executionAttempt\":"
                + attempt + ",\"updatedAt\":\"2026-11-22T08:00:01.500Z\"" + rest + "}";
    }

    private static void showAll(Progress progress) throws InterruptedException {
        for (String reading : READINGS) {
            Answer answer = new Answer(Call.get("/runs/ex-1"), 200, reading, Duration.ZERO);
            progress.show(answer, answer.as(Run.class));
        }
    }

    @Test
    void each_change_is_a_line_with_the_end_last() throws Exception {
        server.on("GET /workflows/w/executions/ex-1", 200, "{\"tasks\":[{\"task_id\":\"t1\",\"step\":\"first\"}]}");

        showAll(new Progress.Changes(new PrintWriter(out, true), Style.PLAIN, new StepNames(client)));

        assertThat(out).hasToString("""
                08:00:02.000Z  EXECUTING  ex-1
                08:00:01.500Z  RUNNING      first (Echo)
                08:00:01.500Z  RUNNING      first (Echo), attempt 2: so it is
                08:00:01.500Z  FAILED       first (Echo), attempt 2: so it is
                08:00:01.500Z  CANCELED     Echo
                08:00:02.000Z  FAILED     ex-1
                """);
    }

    @Test
    void as_json_each_reading_that_differs_is_a_line() throws Exception {
        showAll(new Progress.JsonLines(new PrintWriter(out, true)));

        assertThat(out.toString().lines()).containsExactly(READINGS[0], READINGS[2], READINGS[3]);
    }
}
