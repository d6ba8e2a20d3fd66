/** jq's language, in a few lines: parsed once, run within bounds, with nothing outside in reach. */
@NullMarked
package dev.lockstep.engine.jq;

import org.jspecify.annotations.NullMarked;
