package dev.lockstep.local.run;

import dev.lockstep.cli.text.Style;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Shows how the tasks of an execution go: redrawn in place on a terminal, else one line for each change. */
public final class ProgressView {
    /** Past this many a list redrawn in place would scroll off the terminal. */
    private static final int MOST_LINES = 30;

    private final PrintStream out;
    private final boolean live;
    private final Style style;
    private final Map<String, String> statuses = new HashMap<>();
    private final Map<String, Duration> changedAfter = new HashMap<>();
    private int drawn;

    private ProgressView(PrintStream out, boolean live, Style style) {
        this.out = out;
        this.live = live;
        this.style = style;
    }

    /** For a terminal. */
    public static ProgressView live(PrintStream out, Style style) {
        return new ProgressView(out, true, style);
    }

    /** For a pipe or a file. */
    public static ProgressView lines(PrintStream out) {
        return new ProgressView(out, false, Style.PLAIN);
    }

    /** Says what is about to be shown. */
    void begin(String workflow, String execution) {
        out.println("workflow   " + workflow);
        out.println("execution  " + execution);
    }

    /**
     * Shows a state.
     *
     * @param after how long the execution has been going
     * @return whether it differs from the last one shown
     */
    boolean show(Execution execution, Duration after) {
        boolean inPlace = live && execution.tasks().size() <= MOST_LINES;
        boolean changed = false;
        for (Execution.Task task : execution.tasks()) {
            String before = statuses.getOrDefault(task.id(), "PENDING");
            if (!before.equals(task.status())) {
                changed = true;
                statuses.put(task.id(), task.status());
                changedAfter.put(task.id(), after);
                if (!inPlace) {
                    out.println(line(task));
                }
            }
        }
        if (inPlace && (changed || drawn == 0)) {
            redraw(execution);
        }
        if (execution.hasEnded()) {
            out.println(coloured(execution.status()) + " after " + text(after));
        }
        return changed;
    }

    private void redraw(Execution execution) {
        if (drawn > 0) {
            // Up to the first line of the list, then everything from there on is cleared.
            out.print("\u001b[" + drawn + "A\u001b[J");
        }
        execution.tasks().forEach(task -> out.println(line(task)));
        out.flush();
        drawn = execution.tasks().size();
    }

    private String line(Execution.Task task) {
        Duration after = changedAfter.get(task.id());
        String padding = " ".repeat(Math.max(0, 10 - task.status().length()));
        String line = String.format(
                Locale.ROOT,
                "  %4d  %-26s %s%s%8s",
                task.number(),
                task.type(),
                coloured(task.status()),
                padding,
                after == null ? "" : text(after));
        return task.error().isEmpty() ? line.stripTrailing() : line.stripTrailing() + "  " + task.error();
    }

    private String coloured(String status) {
        return style.status(status, status);
    }

    private static String text(Duration duration) {
        return duration.toMillis() < 1_000
                ? duration.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
