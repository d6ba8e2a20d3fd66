package dev.lockstep.engine.trial;

import dev.lockstep.engine.usecases.ReportTask.Report;
import java.time.Duration;

/**
 * What is told of one attempt.
 *
 * @param report what came of it
 * @param untilTaken how long it waits until somebody begins with it
 * @param untilDone how long it then lasts
 */
public record Mock(Report report, Duration untilTaken, Duration untilDone) {}
