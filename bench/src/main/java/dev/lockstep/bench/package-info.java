/** The benchmark: what executions cost, counted, and how fast they go on the local runtime. */
@NullMarked
package dev.lockstep.bench;

import org.jspecify.annotations.NullMarked;
