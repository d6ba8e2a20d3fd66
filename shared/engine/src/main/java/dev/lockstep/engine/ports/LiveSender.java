package dev.lockstep.engine.ports;

import java.util.Collection;
import java.util.List;

/** Sends to open connections, side by side: one that is slow holds up no other. */
public interface LiveSender {
    /**
     * Sends the same to all. One that does not take it in time is closed, so that whoever it is of connects again and sees how things
     * stand.
     *
     * @return those that are not there any more
     */
    List<String> send(Collection<String> connections, String text);
}
