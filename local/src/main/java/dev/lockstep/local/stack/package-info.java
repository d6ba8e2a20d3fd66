/** What the functions run on: tables, queues, the data folder, and the start of it all. */
@NullMarked
package dev.lockstep.local.stack;

import org.jspecify.annotations.NullMarked;
