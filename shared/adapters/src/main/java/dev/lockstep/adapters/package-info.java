/** The only code that touches AWS or the network. */
@NullMarked
package dev.lockstep.adapters;

import org.jspecify.annotations.NullMarked;
