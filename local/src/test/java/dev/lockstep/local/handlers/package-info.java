/** Handlers that do what the tests want to see handled. */
@NullMarked
package dev.lockstep.local.handlers;

import org.jspecify.annotations.NullMarked;
