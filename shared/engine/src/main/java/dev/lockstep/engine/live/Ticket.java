package dev.lockstep.engine.live;

import dev.lockstep.engine.usecases.Caller;
import java.time.Instant;

/** Lets its bearer connect once, as whoever it was made for. */
public record Ticket(Caller caller, Instant expiresAt) {}
