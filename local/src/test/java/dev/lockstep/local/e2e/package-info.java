/** The whole of it, as a user meets it: HTTP in, the deployed handlers behind the template's routes, HTTP out. */
@NullMarked
package dev.lockstep.local.e2e;

import org.jspecify.annotations.NullMarked;
