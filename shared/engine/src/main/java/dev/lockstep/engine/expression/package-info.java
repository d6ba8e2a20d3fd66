/** Data with {@code ${…}} in it: parsed once, evaluated within bounds. */
@NullMarked
package dev.lockstep.engine.expression;

import org.jspecify.annotations.NullMarked;
