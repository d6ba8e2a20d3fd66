/** HTTP calls as API Gateway passes them on, and their answers. */
@NullMarked
package dev.lockstep.adapters.http;

import org.jspecify.annotations.NullMarked;
