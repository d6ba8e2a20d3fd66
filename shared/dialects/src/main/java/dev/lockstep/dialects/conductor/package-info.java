/** Conductor's definitions, workflows and tasks, as its SDKs speak of them, over plans and executions. */
@NullMarked
package dev.lockstep.dialects.conductor;

import org.jspecify.annotations.NullMarked;
