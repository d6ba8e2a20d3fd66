/**
 * The commands that talk to a server: {@link dev.lockstep.cli.ClientCommands} has all of them. A client, which knows the server by
 * its HTTP API alone.
 */
@NullMarked
package dev.lockstep.cli;

import org.jspecify.annotations.NullMarked;
