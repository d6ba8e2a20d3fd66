/** What the engine needs from outside, in its own words. */
@NullMarked
package dev.lockstep.engine.ports;

import org.jspecify.annotations.NullMarked;
