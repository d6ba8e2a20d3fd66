/** Moves on many executions, made one after another in the background. No clock, no I/O. */
@NullMarked
package dev.lockstep.engine.bulk;

import org.jspecify.annotations.NullMarked;
