/** What invokes functions by itself: queues and schedules. */
@NullMarked
package dev.lockstep.local.sources;

import org.jspecify.annotations.NullMarked;
