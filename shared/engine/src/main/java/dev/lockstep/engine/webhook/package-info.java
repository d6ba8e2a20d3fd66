/** Telling others by HTTP what happens in executions: who wants to hear of what, what is told, and how often it is tried. */
@NullMarked
package dev.lockstep.engine.webhook;

import org.jspecify.annotations.NullMarked;
