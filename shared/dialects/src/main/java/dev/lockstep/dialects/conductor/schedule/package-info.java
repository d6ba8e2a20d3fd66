/** Schedules as Conductor's SDKs speak of them. */
@NullMarked
package dev.lockstep.dialects.conductor.schedule;

import org.jspecify.annotations.NullMarked;
