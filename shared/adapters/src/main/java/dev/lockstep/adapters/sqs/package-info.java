/** The queue of steps. */
@NullMarked
package dev.lockstep.adapters.sqs;

import org.jspecify.annotations.NullMarked;
