package dev.lockstep.engine.definition;

import dev.lockstep.engine.expression.Template;
import java.util.Optional;

/**
 * The workflow of which an execution is started, with a report, when one has failed or run out of time, and has undone what it did.
 *
 * @param workflow comes to its id; it may read the input of what has failed
 * @param version its version; the latest where none is given
 */
public record OnFailure(Template workflow, Optional<Integer> version) {}
