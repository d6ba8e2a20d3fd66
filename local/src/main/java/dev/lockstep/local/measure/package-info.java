/** What work costs, counted. */
@NullMarked
package dev.lockstep.local.measure;

import org.jspecify.annotations.NullMarked;
