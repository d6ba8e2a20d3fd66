/** Trying out workflows of Conductor's with what their tasks are told to come to. */
@NullMarked
package dev.lockstep.dialects.conductor.trial;

import org.jspecify.annotations.NullMarked;
