/** Definitions of Conductor's, as somebody keeps them in files. */
@NullMarked
package dev.lockstep.cli.conductor;

import org.jspecify.annotations.NullMarked;
