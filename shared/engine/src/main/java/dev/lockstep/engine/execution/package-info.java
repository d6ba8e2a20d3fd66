/** What is happening: executions, stage runs and their states, failures, ids. */
@NullMarked
package dev.lockstep.engine.execution;

import org.jspecify.annotations.NullMarked;
