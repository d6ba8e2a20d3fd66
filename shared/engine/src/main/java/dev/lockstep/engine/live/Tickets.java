package dev.lockstep.engine.live;

import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.TicketStore;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Digest;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Makes tickets, and takes them: for browsers, which cannot send a header when they connect. */
public final class Tickets {
    public static final Duration VALID = Duration.ofSeconds(60);

    private final TicketStore store;
    private final Ids ids;
    private final InstantSource clock;

    public Tickets(TicketStore store, Ids ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** A new one, and until when it is valid. */
    public record Issued(String secret, Instant expiresAt) {}

    public Issued issue(Caller caller) {
        String secret = "tk_" + ids.secret();
        Instant expiresAt = clock.instant().plus(VALID);
        store.add(Digest.sha256(secret), new Ticket(caller, expiresAt));
        return new Issued(secret, expiresAt);
    }

    /**
     * Whose ticket it is. From then on it is nobody's.
     *
     * @throws Refusal where it is none, was used or has expired
     */
    public Caller redeem(String secret) {
        return store.take(Digest.sha256(secret))
                .filter(ticket -> ticket.expiresAt().isAfter(clock.instant()))
                .map(Ticket::caller)
                .orElseThrow(Refusal::badTicket);
    }
}
