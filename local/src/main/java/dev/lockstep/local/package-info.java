/** The deployment in one process on one machine: the same handlers, wired from the same template. */
@NullMarked
package dev.lockstep.local;

import org.jspecify.annotations.NullMarked;
