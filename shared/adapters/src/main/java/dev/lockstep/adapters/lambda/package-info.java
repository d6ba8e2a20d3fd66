/** Invokes the Lambda functions that a deployment lists. */
@NullMarked
package dev.lockstep.adapters.lambda;

import org.jspecify.annotations.NullMarked;
