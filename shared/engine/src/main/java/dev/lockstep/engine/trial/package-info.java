/** Trying out workflows: whole executions in memory, in no time, with what the world outside would tell made up beforehand. */
@NullMarked
package dev.lockstep.engine.trial;

import org.jspecify.annotations.NullMarked;
