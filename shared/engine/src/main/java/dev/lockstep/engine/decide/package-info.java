/** What happens next, pure: what was recorded in, what to record and to send out. */
@NullMarked
package dev.lockstep.engine.decide;

import org.jspecify.annotations.NullMarked;
