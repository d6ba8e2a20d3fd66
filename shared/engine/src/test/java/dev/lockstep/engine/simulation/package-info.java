/**
 * Whole executions on ports in memory, in simulated time, with everything that may go wrong going wrong: one seed decides it
 * all, so that a run that breaks a {@link Promise} can be repeated, step by step.
 */
@NullMarked
package dev.lockstep.engine.simulation;

import org.jspecify.annotations.NullMarked;
