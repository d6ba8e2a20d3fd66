package dev.lockstep.adapters.outgoing;

/** A destination to which nothing is sent. The message says what about it, for whoever named it to read. */
public final class AddressRefused extends Exception {
    AddressRefused(String message) {
        super(message);
    }
}
