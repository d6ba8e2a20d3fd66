/** What is done about the writes of executions' records once they are made: whoever watches hears of them. */
@NullMarked
package dev.lockstep.engine.progress;

import org.jspecify.annotations.NullMarked;
