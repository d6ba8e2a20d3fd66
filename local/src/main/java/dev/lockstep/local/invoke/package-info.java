/** Calls a handler as Lambda does. */
@NullMarked
package dev.lockstep.local.invoke;

import org.jspecify.annotations.NullMarked;
