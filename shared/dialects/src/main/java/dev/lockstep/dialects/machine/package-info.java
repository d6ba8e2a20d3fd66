/** State machines: states, and the transitions between them that people and programs make. */
@NullMarked
package dev.lockstep.dialects.machine;

import org.jspecify.annotations.NullMarked;
