/** Runs one workflow against a server and shows how it goes. A client: it knows the server by its HTTP API alone. */
@NullMarked
package dev.lockstep.local.run;

import org.jspecify.annotations.NullMarked;
