/** JavaScript as workflows carry it, in a few lines: parsed once, run within bounds, with nothing outside in reach. */
@NullMarked
package dev.lockstep.engine.script;

import org.jspecify.annotations.NullMarked;
