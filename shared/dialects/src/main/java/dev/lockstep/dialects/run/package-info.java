/** Executions as runs: in short, for those who follow them. */
@NullMarked
package dev.lockstep.dialects.run;

import org.jspecify.annotations.NullMarked;
