package dev.lockstep.engine.ports;

import dev.lockstep.engine.live.Ticket;
import java.util.Optional;

/** Where tickets are, by the SHA-256 of their secrets. */
public interface TicketStore {
    void add(String sha256, Ticket ticket);

    /** Takes a ticket away. Of any number that take the same, one gets it. */
    Optional<Ticket> take(String sha256);
}
