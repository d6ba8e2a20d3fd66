/** Schedules: when they are due, and what becomes of each due time. No clock, no I/O: time is passed in. */
@NullMarked
package dev.lockstep.engine.schedule;

import org.jspecify.annotations.NullMarked;
