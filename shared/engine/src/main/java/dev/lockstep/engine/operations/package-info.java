/** The built-in operations, one file a family, and their catalogue. */
@NullMarked
package dev.lockstep.engine.operations;

import org.jspecify.annotations.NullMarked;
