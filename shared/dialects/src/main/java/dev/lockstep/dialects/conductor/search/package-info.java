/** Finding workflows and tasks as Conductor's SDKs ask for them. */
@NullMarked
package dev.lockstep.dialects.conductor.search;

import org.jspecify.annotations.NullMarked;
