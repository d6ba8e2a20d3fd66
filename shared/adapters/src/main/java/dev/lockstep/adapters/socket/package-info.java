/** Connections that stay open: what comes in by them, and what is sent. */
@NullMarked
package dev.lockstep.adapters.socket;

import org.jspecify.annotations.NullMarked;
