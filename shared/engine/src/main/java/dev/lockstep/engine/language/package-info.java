/** What the languages that run here have in common: their bounds, and how they tell where something is wrong. */
@NullMarked
package dev.lockstep.engine.language;

import org.jspecify.annotations.NullMarked;
