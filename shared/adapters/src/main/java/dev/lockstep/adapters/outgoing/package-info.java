/** Requests to hosts that a definition or a caller names: where they may go, and how they are made. */
@NullMarked
package dev.lockstep.adapters.outgoing;

import org.jspecify.annotations.NullMarked;
