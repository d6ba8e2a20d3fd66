/** The API's JSON as people read it. */
@NullMarked
package dev.lockstep.cli.text;

import org.jspecify.annotations.NullMarked;
