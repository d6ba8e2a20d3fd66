/** The imperative shell: one class for each thing that a caller or a message asks for. */
@NullMarked
package dev.lockstep.engine.usecases;

import org.jspecify.annotations.NullMarked;
