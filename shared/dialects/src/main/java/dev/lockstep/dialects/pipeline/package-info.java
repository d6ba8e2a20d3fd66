/** The native dialect: pipelines of typed steps. */
@NullMarked
package dev.lockstep.dialects.pipeline;

import org.jspecify.annotations.NullMarked;
