package dev.lockstep.engine.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of its secrets a receiver is to know: they are derived by number, and none is stored.
 *
 * @param number of the current one, from 1 on
 * @param previousUntil until when what is sent is signed with the one before, too
 */
public record SigningGeneration(int number, Optional<Instant> previousUntil) {
    public static final SigningGeneration FIRST = new SigningGeneration(1, Optional.empty());

    /** The next one. Two are valid at once for so long, and never three. */
    SigningGeneration rotated(Instant now, Duration overlap) {
        return new SigningGeneration(number + 1, overlap.isZero() ? Optional.empty() : Optional.of(now.plus(overlap)));
    }

    /** The numbers of those that are valid, the current one first. */
    List<Integer> valid(Instant now) {
        Stream<Integer> previous = previousUntil.filter(until -> until.isAfter(now)).map(until -> number - 1).stream();
        return Stream.concat(Stream.of(number), previous).toList();
    }
}
