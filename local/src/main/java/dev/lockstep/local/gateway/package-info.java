/** The HTTP API in front of the functions. */
@NullMarked
package dev.lockstep.local.gateway;

import org.jspecify.annotations.NullMarked;
