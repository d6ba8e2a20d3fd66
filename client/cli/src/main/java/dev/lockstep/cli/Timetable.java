package dev.lockstep.cli;

import dev.lockstep.cli.definition.BadDefinition;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** What a schedule is made of. */
final class Timetable {
    /** What becomes of a due time while the schedule's previous execution has not ended. */
    enum Overlap {
        SKIP,
        QUEUE,
        ALLOW;

        /** As the API has it, and whoever types. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "0", paramLabel = "<workflow>", description = "What is started: wf-…")
    private String workflow = "";

    @Parameters(
            index = "1",
            paramLabel = "<cron>",
            description = "Minute, hour, day of month, month, day of week, in quotes; or @hourly, @daily, …")
    private String cron = "";

    @Option(names = "--timezone", paramLabel = "<zone>", description = "Such as Europe/Berlin; UTC where left out.")
    private Optional<String> timezone = Optional.empty();

    @Option(names = "--input", paramLabel = "<json|@file|->", description = "The input of each execution.")
    private Optional<String> input = Optional.empty();

    @Option(
            names = "--overlap",
            paramLabel = "<policy>",
            description = "What becomes of a due time while the execution before it goes on:"
                    + " ${COMPLETION-CANDIDATES}; skip where left out.")
    private Optional<Overlap> overlap = Optional.empty();

    @Option(names = "--name", paramLabel = "<name>", description = "What it is for.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--workflow-version", paramLabel = "<n>", description = "The latest at each start where left out.")
    private Optional<Integer> version = Optional.empty();

    @Option(names = "--starts-at", paramLabel = "<time>", description = "No due time is earlier.")
    private Optional<String> startsAt = Optional.empty();

    @Option(names = "--ends-at", paramLabel = "<time>", description = "Every due time is earlier.")
    private Optional<String> endsAt = Optional.empty();

    @Option(
            names = "--catch-up",
            paramLabel = "<seconds>",
            description = "How late a due time may still be started; an hour where left out.")
    private Optional<Integer> catchUp = Optional.empty();

    @Option(names = "--paused", description = "Start nothing until it is resumed.")
    private boolean paused;

    ObjectNode json() throws BadDefinition {
        return new Body()
                .with("workflow_id", workflow)
                .with("cron", cron)
                .with("timezone", timezone)
                .withInput("input", input)
                .with("overlap", overlap.map(Overlap::toString))
                .with("name", name)
                .withNumber("version", version)
                .with("starts_at", startsAt)
                .with("ends_at", endsAt)
                .withNumber("catch_up_seconds", catchUp)
                .withFlag("paused", paused)
                .json();
    }
}
