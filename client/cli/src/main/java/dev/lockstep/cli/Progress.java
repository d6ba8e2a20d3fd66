package dev.lockstep.cli;

import dev.lockstep.cli.text.Style;
import dev.lockstep.cli.text.Terminal;
import dev.lockstep.client.Answer;
import dev.lockstep.client.Run;
import dev.lockstep.client.RunStage;
import dev.lockstep.client.RunStageStatus;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a run goes, shown one reading after the other. */
interface Progress {
    void show(Answer answer, Run run) throws InterruptedException;

    /** Each reading that differs from the one before, as a line of JSON. */
    final class JsonLines implements Progress {
        private final PrintWriter out;
        private String shown = "";

        JsonLines(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void show(Answer answer, Run run) {
            String line = Server.json(answer).toString();
            if (!line.equals(shown)) {
                shown = line;
                out.println(line);
                out.flush();
            }
        }
    }

    /** A line for each stage, and for the run, that stands differently than before. */
    final class Changes implements Progress {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("HH:mm:ss.SSSX", Locale.ROOT).withZone(ZoneOffset.UTC);

        private final PrintWriter out;
        private final Style style;
        private final StepNames names;
        private final Map<String, Standing> shown = new HashMap<>();
        private Optional<Run> last = Optional.empty();

        private record Standing(RunStageStatus status, int attempt) {}

        Changes(PrintWriter out, Style style, StepNames names) {
            this.out = out;
            this.style = style;
            this.names = names;
        }

        @Override
        public void show(Answer answer, Run run) throws InterruptedException {
            boolean isNews = last.map(before -> before.status() != run.status()).orElse(true);
            last = Optional.of(run);
            if (isNews && !run.status().isTerminal()) {
                show(run.updatedAt(), run.status().name(), run.id());
            }
            for (RunStage stage : run.runStages()) {
                show(run, stage);
            }
            if (isNews && run.status().isTerminal()) {
                show(run.updatedAt(), run.status().name(), run.id());
            }
            out.flush();
        }

        private void show(Run run, RunStage stage) throws InterruptedException {
            Standing standing = new Standing(stage.status(), stage.executionAttempt());
            Standing before = shown.put(stage.id(), standing);
            // What was not reached yet is no news.
            if (standing.equals(before) || (before == null && stage.status() == RunStageStatus.CREATED)) {
                return;
            }
            String attempt = stage.executionAttempt() > 1 ? ", attempt " + stage.executionAttempt() : "";
            String error = stage.error()
                    .map(why -> ": " + why.message().orElse(why.name()))
                    .orElse("");
            show(stage.updatedAt(), stage.status().name(), "  " + names.of(run, stage) + attempt + error);
        }

        private void show(Instant at, String status, String what) {
            String padded = String.format(Locale.ROOT, "%-9s", status);
            out.println(TIME.format(at) + "  " + style.status(status, padded) + "  " + Terminal.printable(what));
        }
    }
}
