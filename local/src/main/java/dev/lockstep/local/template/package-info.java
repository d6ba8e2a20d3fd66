/** Reads the deployment template: what there is to run, and what it is wired to. */
@NullMarked
package dev.lockstep.local.template;

import org.jspecify.annotations.NullMarked;
