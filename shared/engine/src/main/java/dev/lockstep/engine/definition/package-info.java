/** What a workflow is: the plan, its stages, retry policies, and the checks that list every fault. */
@NullMarked
package dev.lockstep.engine.definition;

import org.jspecify.annotations.NullMarked;
