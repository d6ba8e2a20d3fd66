/** The JSON that travels between stages, and its types. */
@NullMarked
package dev.lockstep.engine.data;

import org.jspecify.annotations.NullMarked;
