/** Runs: executions as counts, usage and stages, for who watches them. */
@NullMarked
package dev.lockstep.dialects.run;

import org.jspecify.annotations.NullMarked;
