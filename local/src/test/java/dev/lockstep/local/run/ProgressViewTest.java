package dev.lockstep.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.definition.BadDefinition;
import dev.lockstep.cli.definition.DefinitionFile;
import dev.lockstep.cli.text.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void pipedEachChangeIsALine() throws Exception {
        ProgressView view = ProgressView.lines(out);
        view.show(execution("PENDING", ""), Duration.ZERO);
        view.show(execution("RUNNING", ""), Duration.ofMillis(1));
        view.show(execution("RUNNING", ""), Duration.ofMillis(2));
        view.show(execution("FAILED", "no\\u001b[2Jway"), Duration.ofMillis(43));

        assertThat(printed().lines())
                .containsExactly(
                        "     1  Echo                       RUNNING       1 ms",
                        "     1  Echo                       FAILED       43 ms  no [2Jway");
    }

    @Test
    void onATerminalTheListIsRedrawnInPlace() throws Exception {
        ProgressView view = ProgressView.live(out, Style.COLOURED);
        view.show(execution("PENDING", ""), Duration.ZERO);
        view.show(execution("RUNNING", ""), Duration.ofMillis(1));

        assertThat(printed()).containsSubsequence("PENDING", "\u001b[1A\u001b[J", "RUNNING");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Execution execution(String status, String error) throws BadDefinition {
        return Execution.of(DefinitionFile.input("""
                {"status":"RUNNING","tasks":[{"task_id":"t","type":"Echo","status":"%s","error":"%s"}]}
                """.formatted(status, error)));
    }
}
