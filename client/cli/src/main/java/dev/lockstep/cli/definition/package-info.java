/** Definitions and inputs, as somebody keeps them in files. */
@NullMarked
package dev.lockstep.cli.definition;

import org.jspecify.annotations.NullMarked;
