/** The commands of ./lockstep. */
@NullMarked
package dev.lockstep.local.cli;

import org.jspecify.annotations.NullMarked;
