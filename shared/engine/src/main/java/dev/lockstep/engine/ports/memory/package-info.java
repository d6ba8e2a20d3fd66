/**
 * The ports in memory, with the same conditional writes as the real ones: they pass the same contract tests, so that what holds
 * on them holds in the cloud.
 */
@NullMarked
package dev.lockstep.engine.ports.memory;

import org.jspecify.annotations.NullMarked;
