package dev.lockstep.local.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Shows how the tasks of an execution go: redrawn in place on a terminal, else one line for each change. */
public final class ProgressView {
    /** Past this many a list redrawn in place would scroll off the terminal. */
    private static final int MOST_LINES = 30;

    private final PrintStream out;
    private final boolean live;
    private final Map<String, String> statuses = new HashMap<>();
    private final Map<String, Long> began = new HashMap<>();
    private final Map<String, Duration> took = new HashMap<>();
    private int drawn;

    private ProgressView(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
    }

    /** For a terminal. */
    public static ProgressView live(PrintStream out) {
        return new ProgressView(out, true);
    }

    /** For a pipe or a file. */
    public static ProgressView lines(PrintStream out) {
        return new ProgressView(out, false);
    }

    /** Shows a state; true if it differs from the last one shown. */
    boolean show(Execution execution, long nanoTime) {
        boolean inPlace = live && execution.tasks().size() <= MOST_LINES;
        boolean changed = false;
        for (Execution.Task task : execution.tasks()) {
            String before = statuses.getOrDefault(task.id(), "PENDING");
            if (!before.equals(task.status())) {
                changed = true;
                note(task, nanoTime);
                if (!inPlace) {
                    out.println(line(task));
                }
            }
        }
        if (inPlace && (changed || drawn == 0)) {
            redraw(execution);
        }
        return changed;
    }

    private void note(Execution.Task task, long nanoTime) {
        statuses.put(task.id(), task.status());
        if (!task.hasEnded()) {
            began.putIfAbsent(task.id(), nanoTime);
        } else {
            Optional<Duration> seen =
                    Optional.ofNullable(began.get(task.id())).map(from -> Duration.ofNanos(nanoTime - from));
            task.took().or(() -> seen).ifPresent(duration -> took.put(task.id(), duration));
        }
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
        Duration duration = took.get(task.id());
        String line = String.format(
                Locale.ROOT,
                "  %-24s %-26s %-9s %s",
                task.name(),
                task.type(),
                task.status(),
                duration == null ? "" : text(duration));
        return task.error().isEmpty() ? line.stripTrailing() : line.stripTrailing() + "  " + task.error();
    }

    private static String text(Duration duration) {
        return duration.toMillis() < 1_000
                ? duration.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
